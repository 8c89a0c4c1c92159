import { err, ok } from '#base';
import type { Result } from '#base';
import { arn } from '#model';
import type { IamRole } from '#model';
import type { ApiError, iam } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { Permission } from '../authorize/permission.ts';
import { iamDocumentId } from '../inventory/entities.ts';
import { noSuchEntity } from './errors.ts';
import { iamTagList } from './iam-tags.ts';
import { boundaryView } from './permissions-boundary.ts';
import { encodedDocument } from './policy-document.ts';

/** The role of this name in the call's account. */
export function findRole({ inventory, accountId }: Call, name: string): Result<IamRole, ApiError> {
  const role = inventory.get('role', iamDocumentId(accountId, name));
  return role === undefined ? err(noSuchRole(name)) : ok(role);
}

/** Every role of the call's account. */
export function rolesOf({ inventory, accountId }: Call): readonly IamRole[] {
  return inventory
    .all('role')
    .map(({ entity }) => entity)
    .filter((role) => role.accountId === accountId);
}

/** Makes of a role what `update` says. */
export async function changeRole(
  { inventory, accountId }: Call,
  name: string,
  update: (role: IamRole) => Result<IamRole | undefined, ApiError>,
): Promise<Result<IamRole | undefined, ApiError>> {
  const changed = await inventory.change('role', iamDocumentId(accountId, name), (present) =>
    present === undefined ? err(noSuchRole(name)) : update(present),
  );
  return changed.ok ? ok(changed.value.entity) : changed;
}

/** Permission for something with a role, by the ARN it has or would have without a path. */
export function rolePermission(call: Call, name: string): Permission {
  const role = findRole(call, name);
  if (!role.ok) return { resource: arn(call.region, 'iam', '', call.accountId, `role/${name}`) };
  const { permissionsBoundaryArn, tags } = role.value;
  return {
    resource: role.value.arn,
    resourceTags: tags,
    keys: { 'iam:PermissionsBoundary': permissionsBoundaryArn },
  };
}

/** Permission to hand a role to EC2 (IAM User Guide, "Grant a user permissions to pass a role to an AWS service"). */
export function passRolePermission(call: Call, name: string): Permission {
  const permission = rolePermission(call, name);
  const keys = { ...permission.keys, 'iam:PassedToService': 'ec2.amazonaws.com' };
  return { ...permission, action: 'iam:PassRole', keys };
}

/** A role as lists of roles show it. */
export function listedRole(role: IamRole): iam.Role {
  return {
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    Path: role.path,
    CreateDate: new Date(role.createdAtMs),
    AssumeRolePolicyDocument: encodedDocument(role.trustPolicy),
    Description: role.description === '' ? undefined : role.description,
    MaxSessionDuration: role.maxSessionDurationSeconds,
  };
}

/** A role with what lists leave out (IAM API Reference, `ListRoles`: "does not return … tags, permissions boundary"). */
export function roleView(role: IamRole): iam.Role {
  const { permissionsBoundaryArn: boundary, tags } = role;
  return {
    ...listedRole(role),
    PermissionsBoundary: boundary === undefined ? undefined : boundaryView(boundary),
    Tags: Object.keys(tags).length === 0 ? undefined : iamTagList(tags),
  };
}

function noSuchRole(name: string): ApiError {
  return noSuchEntity(`The role with name ${name}`);
}
