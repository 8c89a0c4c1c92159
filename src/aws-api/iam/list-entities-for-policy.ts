import { ok } from '#base';
import type { IamIdentity } from '#model';
import type { iam } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { invalidMaxItems, listedPage } from './iam-page.ts';
import { findManagedPolicy, managedPolicyPermission, policyUsers } from './managed-policies.ts';
import { invalidPolicyArn } from './policy-rules.ts';
import { invalidPathPrefix } from './rules.ts';

type Input = iam.ListEntitiesForPolicyRequest;

/** IAM API Reference, `ListEntitiesForPolicy`. There are no groups. */
export const listEntitiesForPolicy: ActionOf<'iam', 'ListEntitiesForPolicy'> = {
  validate: (input) =>
    invalidPolicyArn(input.PolicyArn) ?? invalidPathPrefix(input.PathPrefix) ?? invalidMaxItems(input),
  permissions: ({ PolicyArn }, call) => [managedPolicyPermission(call, PolicyArn)],
  act(input, call) {
    const policy = findManagedPolicy(call, input.PolicyArn);
    if (!policy.ok) return policy;
    const page = listedPage(entities(input, call), ({ kind, identity }) => `${kind} ${identity.name}`, input);
    if (!page.ok) return page;
    const named = (wanted: Entity['kind']): readonly IamIdentity[] =>
      page.value.items.filter(({ kind }) => kind === wanted).map(({ identity }) => identity);
    return ok({
      PolicyGroups: [],
      PolicyUsers: named('User').map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyRoles: named('Role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      ...page.value.rest,
    });
  },
};

interface Entity {
  readonly kind: 'User' | 'Role';
  readonly identity: IamIdentity;
}

function entities(
  { PolicyArn, EntityFilter, PathPrefix = '/', PolicyUsageFilter }: Input,
  call: Call,
): readonly Entity[] {
  const { attached, boundary } = policyUsers(call, PolicyArn);
  const usages = [
    ...(PolicyUsageFilter === 'PermissionsBoundary' ? [] : [attached]),
    ...(PolicyUsageFilter === 'PermissionsPolicy' ? [] : [boundary]),
  ];
  const users = new Set(usages.flatMap((usage) => usage.users));
  const roles = new Set(usages.flatMap((usage) => usage.roles));
  return [
    ...[...users].map((identity): Entity => ({ kind: 'User', identity })),
    ...[...roles].map((identity): Entity => ({ kind: 'Role', identity })),
  ].filter(({ kind, identity }) => (EntityFilter ?? kind) === kind && identity.path.startsWith(PathPrefix));
}
