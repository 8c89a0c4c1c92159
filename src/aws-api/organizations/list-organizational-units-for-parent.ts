import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { notFound } from './errors.ts';
import { findOrganization, organizationPermissions } from './organization.ts';
import { invalidMaxResults, listedPage } from './pages.ts';
import { isParent, unitView } from './places.ts';

/** Organizations API Reference, `ListOrganizationalUnitsForParent`. */
export const listOrganizationalUnitsForParent: ActionOf<'organizations', 'ListOrganizationalUnitsForParent'> = {
  validate: (input) => invalidMaxResults(input),
  permissions: (_, call) => organizationPermissions(call),
  act(input, call) {
    const organization = findOrganization(call);
    if (!organization.ok) return organization;
    if (!isParent(organization.value, input.ParentId)) return err(notFound('Parent'));
    const units = organization.value.units.filter(({ parentId }) => parentId === input.ParentId);
    const page = listedPage(units, input);
    if (!page.ok) return page;
    const { items, NextToken } = page.value;
    return ok({ OrganizationalUnits: items.map((unit) => unitView(call, organization.value, unit)), NextToken });
  },
};
