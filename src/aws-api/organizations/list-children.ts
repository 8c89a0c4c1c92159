import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { notFound } from './errors.ts';
import { findOrganization, organizationPermissions } from './organization.ts';
import { invalidMaxResults, listedPage } from './pages.ts';
import { isParent } from './places.ts';

/** Organizations API Reference, `ListChildren`. */
export const listChildren: ActionOf<'organizations', 'ListChildren'> = {
  validate: (input) => invalidMaxResults(input),
  permissions: (_, call) => organizationPermissions(call),
  act(input, call) {
    const organization = findOrganization(call);
    if (!organization.ok) return organization;
    const { units, accounts } = organization.value;
    if (!isParent(organization.value, input.ParentId)) return err(notFound('Parent'));
    const children = (input.ChildType === 'ACCOUNT' ? accounts : units).filter(
      ({ parentId }) => parentId === input.ParentId,
    );
    const page = listedPage(children, input);
    if (!page.ok) return page;
    const { items, NextToken } = page.value;
    return ok({ Children: items.map(({ id }) => ({ Id: id, Type: input.ChildType })), NextToken });
  },
};
