import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { notFound } from './errors.ts';
import { findOrganization, organizationPermissions } from './organization.ts';
import { invalidMaxResults } from './pages.ts';
import { findPlace } from './places.ts';

/** Organizations API Reference, `ListParents`: there is one. */
export const listParents: ActionOf<'organizations', 'ListParents'> = {
  validate: (input) => invalidMaxResults(input),
  permissions: (_, call) => organizationPermissions(call),
  act({ ChildId }, call) {
    const organization = findOrganization(call);
    if (!organization.ok) return organization;
    const child = findPlace(organization.value, ChildId);
    if (child === undefined || child.kind === 'ROOT') return err(notFound('Child'));
    const { parentId } = child.kind === 'ACCOUNT' ? child.account : child.unit;
    const Type = parentId === organization.value.rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT';
    return ok({ Parents: [{ Id: parentId, Type }] });
  },
};
