import { ok } from '#base';
import type { IamIdentity, IamRole, IamUser, ManagedPolicy } from '#model';
import type { iam } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { attachedView } from './attached-policies.ts';
import { invalidMaxItems, listedPage } from './iam-page.ts';
import { iamTagList } from './iam-tags.ts';
import { instanceProfilesWith, instanceProfileView } from './instance-profiles.ts';
import {
  awsManagedPolicies,
  countOf,
  listedPolicy,
  ownManagedPolicies,
  policyUsers,
  versionView,
} from './managed-policies.ts';
import { boundaryView } from './permissions-boundary.ts';
import { encodedDocument } from './policy-document.ts';
import { rolesOf } from './roles.ts';
import { usersOf } from './users.ts';

/** IAM API Reference, `GetAccountAuthorizationDetails`. There are no groups; of AWS's policies those that are attached. */
export const getAccountAuthorizationDetails: ActionOf<'iam', 'GetAccountAuthorizationDetails'> = {
  validate: invalidMaxItems,
  act(input, call) {
    const { Filter = [] } = input;
    const wanted = everything(call).filter(({ kind }) => Filter.length === 0 || Filter.includes(kind));
    const page = listedPage(wanted, ({ kind, entity }) => `${kind} ${entity.arn}`, input);
    if (!page.ok) return page;
    const { items, rest } = page.value;
    return ok({
      UserDetailList: items.flatMap((item) => (item.kind === 'User' ? [userDetail(item.entity)] : [])),
      GroupDetailList: [],
      RoleDetailList: items.flatMap((item) => (item.kind === 'Role' ? [roleDetail(item.entity, call)] : [])),
      Policies: items.flatMap((item) =>
        item.kind === 'AWSManagedPolicy' || item.kind === 'LocalManagedPolicy' ? [policyDetail(item.entity, call)] : [],
      ),
      ...rest,
    });
  },
};

type Item =
  | { readonly kind: 'User'; readonly entity: IamUser }
  | { readonly kind: 'Role'; readonly entity: IamRole }
  | { readonly kind: 'AWSManagedPolicy' | 'LocalManagedPolicy'; readonly entity: ManagedPolicy };

function everything(call: Call): readonly Item[] {
  const isUsed = ({ arn }: ManagedPolicy): boolean => countOf(policyUsers(call, arn).attached) > 0;
  return [
    ...usersOf(call).map((entity): Item => ({ kind: 'User', entity })),
    ...rolesOf(call).map((entity): Item => ({ kind: 'Role', entity })),
    ...ownManagedPolicies(call).map((entity): Item => ({ kind: 'LocalManagedPolicy', entity })),
    ...awsManagedPolicies(call)
      .filter(isUsed)
      .map((entity): Item => ({ kind: 'AWSManagedPolicy', entity })),
  ];
}

function userDetail(user: IamUser): iam.UserDetail {
  const { policies, ...shared } = identityDetail(user);
  return { ...shared, UserName: user.name, UserId: user.id, UserPolicyList: policies, GroupList: [] };
}

function roleDetail(role: IamRole, call: Call): iam.RoleDetail {
  const { policies, ...shared } = identityDetail(role);
  return {
    ...shared,
    RoleName: role.name,
    RoleId: role.id,
    AssumeRolePolicyDocument: encodedDocument(role.trustPolicy),
    InstanceProfileList: instanceProfilesWith(call, role.name).map((profile) => instanceProfileView(profile, call)),
    RolePolicyList: policies,
  };
}

type Shared = Pick<
  iam.RoleDetail,
  'Path' | 'Arn' | 'CreateDate' | 'AttachedManagedPolicies' | 'PermissionsBoundary' | 'Tags'
> & { readonly policies: readonly iam.PolicyDetail[] };

function identityDetail(identity: IamIdentity): Shared {
  const { permissionsBoundaryArn: boundary } = identity;
  return {
    Path: identity.path,
    Arn: identity.arn,
    CreateDate: new Date(identity.createdAtMs),
    AttachedManagedPolicies: identity.attachedPolicyArns.map(attachedView),
    PermissionsBoundary: boundary === undefined ? undefined : boundaryView(boundary),
    Tags: iamTagList(identity.tags),
    policies: Object.entries(identity.inlinePolicies).map(([PolicyName, text]) => ({
      PolicyName,
      PolicyDocument: encodedDocument(text),
    })),
  };
}

function policyDetail(policy: ManagedPolicy, call: Call): iam.ManagedPolicyDetail {
  return {
    ...listedPolicy(call, policy),
    PolicyVersionList: policy.versions.map((version) => versionView(policy, version)),
  };
}
