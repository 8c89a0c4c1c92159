import { err, ok } from '#base';
import type { Result } from '#base';
import { partitionOf } from '#model';
import type { IamIdentity, ManagedPolicy, ManagedPolicyVersion } from '#model';
import type { ApiError, iam } from '#protocol/aws';
import type { Call } from '../action.ts';
import { AWS_MANAGED_POLICIES } from '../authorize/aws-managed-policies.ts';
import type { Permission } from '../authorize/permission.ts';
import { newIamId } from '../iam-id.ts';
import { iamDocumentId } from '../inventory/entities.ts';
import { noSuchEntity } from './errors.ts';
import { iamTagList } from './iam-tags.ts';
import { encodedDocument } from './policy-document.ts';
import { rolesOf } from './roles.ts';
import { usersOf } from './users.ts';

/** When AWS made the first of its managed policies. */
const AWS_MANAGED_SINCE_MS = Date.UTC(2015, 1, 6, 18, 39, 46);

/** The managed policies of AWS, as they would be kept if they were anybody's. */
export function awsManagedPolicies({ region, platform }: Call): readonly ManagedPolicy[] {
  return [...AWS_MANAGED_POLICIES].map(([pathAndName, document]) => {
    const name = pathAndName.slice(pathAndName.lastIndexOf('/') + 1);
    // The id depends on nothing but the name, so that it is the same for everybody and for ever.
    const random = { bytes: (length: number) => platform.crypto.sha256(Buffer.from(name)).subarray(0, length) };
    return {
      accountId: 'aws',
      name,
      id: newIamId('ANPA', random),
      arn: `arn:${partitionOf(region).name}:iam::aws:policy/${pathAndName}`,
      path: `/${pathAndName.slice(0, -name.length)}`,
      createdAtMs: AWS_MANAGED_SINCE_MS,
      updatedAtMs: AWS_MANAGED_SINCE_MS,
      tags: {},
      description: '',
      defaultVersionId: 'v1',
      versions: [{ id: 'v1', document, createdAtMs: AWS_MANAGED_SINCE_MS }],
      nextVersion: 2,
    };
  });
}

/** The managed policies of the call's account. */
export function ownManagedPolicies({ inventory, accountId }: Call): readonly ManagedPolicy[] {
  return inventory
    .all('policy')
    .map(({ entity }) => entity)
    .filter((policy) => policy.accountId === accountId);
}

/** The managed policy of an ARN, AWS's or the account's own. */
export function findManagedPolicy(call: Call, policyArn: string): Result<ManagedPolicy, ApiError> {
  const isAws = policyArn.split(':')[4] === 'aws';
  const policy = isAws
    ? awsManagedPolicies(call).find(({ arn }) => arn === policyArn)
    : call.inventory.get('policy', documentIdOf(policyArn, call));
  return policy?.arn === policyArn ? ok(policy) : err(noSuchPolicy(policyArn));
}

/** Makes of a managed policy of the account what `update` says. AWS's own are not the caller's to change. */
export async function changeManagedPolicy(
  call: Call,
  policyArn: string,
  update: (policy: ManagedPolicy) => Result<ManagedPolicy | undefined, ApiError>,
): Promise<Result<ManagedPolicy | undefined, ApiError>> {
  if (policyArn.split(':')[4] === 'aws') return err(NOT_YOURS);
  const changed = await call.inventory.change('policy', documentIdOf(policyArn, call), (present) =>
    present?.arn === policyArn ? update(present) : err(noSuchPolicy(policyArn)),
  );
  return changed.ok ? ok(changed.value.entity) : changed;
}

const NOT_YOURS: ApiError = {
  code: 'AccessDenied',
  message: 'Policies that AWS manages cannot be changed.',
  status: 403,
};

function documentIdOf(policyArn: string, { accountId }: Call): string {
  return iamDocumentId(accountId, policyArn.slice(policyArn.lastIndexOf('/') + 1));
}

/** Permission for something with a managed policy. */
export function managedPolicyPermission(call: Call, policyArn: string): Permission {
  const policy = findManagedPolicy(call, policyArn);
  return { resource: policyArn, resourceTags: policy.ok ? policy.value.tags : undefined };
}

/** The users and roles of the account, and by what each of them has to do with a policy. */
export function policyUsers(call: Call, policyArn: string): Readonly<Record<'attached' | 'boundary', PolicyUsers>> {
  const identities = { users: usersOf(call), roles: rolesOf(call) };
  const having = (has: (identity: IamIdentity) => boolean): PolicyUsers => ({
    users: identities.users.filter(has),
    roles: identities.roles.filter(has),
  });
  return {
    attached: having(({ attachedPolicyArns }) => attachedPolicyArns.includes(policyArn)),
    boundary: having(({ permissionsBoundaryArn }) => permissionsBoundaryArn === policyArn),
  };
}

/** Who has a policy. */
export interface PolicyUsers {
  readonly users: readonly IamIdentity[];
  readonly roles: readonly IamIdentity[];
}

/** How many there are. */
export function countOf({ users, roles }: PolicyUsers): number {
  return users.length + roles.length;
}

/** A managed policy as lists show it. */
export function listedPolicy(call: Call, policy: ManagedPolicy): iam.Policy {
  const { attached, boundary } = policyUsers(call, policy.arn);
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: countOf(attached),
    PermissionsBoundaryUsageCount: countOf(boundary),
    IsAttachable: true,
    CreateDate: new Date(policy.createdAtMs),
    UpdateDate: new Date(policy.updatedAtMs),
  };
}

/** A managed policy with what lists leave out. */
export function policyView(call: Call, policy: ManagedPolicy): iam.Policy {
  const { description, tags } = policy;
  return {
    ...listedPolicy(call, policy),
    Description: description === '' ? undefined : description,
    Tags: Object.keys(tags).length === 0 ? undefined : iamTagList(tags),
  };
}

/** A version of a policy as lists show it. */
export function listedVersion({ defaultVersionId }: ManagedPolicy, version: ManagedPolicyVersion): iam.PolicyVersion {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === defaultVersionId,
    CreateDate: new Date(version.createdAtMs),
  };
}

/** A version of a policy with its document. */
export function versionView(policy: ManagedPolicy, version: ManagedPolicyVersion): iam.PolicyVersion {
  return { ...listedVersion(policy, version), Document: encodedDocument(version.document) };
}

/** A version that a policy does not have. */
export function noSuchVersion(policyArn: string, id: string): ApiError {
  return { code: 'NoSuchEntity', message: `Policy ${policyArn} version ${id} does not exist or is not attachable.` };
}

function noSuchPolicy(policyArn: string): ApiError {
  return noSuchEntity(`Policy ${policyArn}`);
}
