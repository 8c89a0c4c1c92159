import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { organizationPermissions } from './organization.ts';
import { invalidMaxResults, listedPage } from './pages.ts';
import { findPlace, placeArn } from './places.ts';
import type { Place } from './places.ts';
import { findPolicy } from './policies.ts';

/** Organizations API Reference, `ListTargetsForPolicy`. */
export const listTargetsForPolicy: ActionOf<'organizations', 'ListTargetsForPolicy'> = {
  validate: (input) => invalidMaxResults(input),
  permissions: (_, call) => organizationPermissions(call),
  act(input, call) {
    const found = findPolicy(call, input.PolicyId);
    if (!found.ok) return found;
    const { organization } = found.value;
    const targets = Object.entries(organization.attachments).flatMap(([id, attached]): readonly Place[] => {
      const place = attached.includes(input.PolicyId) ? findPlace(organization, id) : undefined;
      return place === undefined ? [] : [place];
    });
    const page = listedPage(targets, input);
    if (!page.ok) return page;
    const Targets = page.value.items.map((place) => ({
      TargetId: place.id,
      Arn: placeArn(call, organization, place),
      Name: place.name,
      Type: place.kind,
    }));
    return ok({ Targets, NextToken: page.value.NextToken });
  },
};
