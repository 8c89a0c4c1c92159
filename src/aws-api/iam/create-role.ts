import { err, ok } from '#base';
import { arn } from '#model';
import type { IamRole } from '#model';
import { POLICY_SIZE_LIMITS } from '#policy';
import type { iam } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { newIamId } from '../iam-id.ts';
import { iamDocumentId } from '../inventory/entities.ts';
import { entityAlreadyExists } from './errors.ts';
import { iamTags } from './iam-tags.ts';
import { unfitBoundary } from './permissions-boundary.ts';
import { malformedPolicy } from './policy-document.ts';
import { invalidDescription, invalidSessionDuration } from './role-rules.ts';
import { roleView } from './roles.ts';
import { invalidName, invalidPath, invalidTags } from './rules.ts';

/** IAM API Reference, `CreateRole`. */
export const createRole: ActionOf<'iam', 'CreateRole'> = {
  validate: (input) =>
    invalidName('roleName', input.RoleName) ??
    invalidPath(input.Path) ??
    invalidDescription(input.Description) ??
    invalidSessionDuration(input.MaxSessionDuration) ??
    invalidTags(input.Tags) ??
    malformedPolicy(input.AssumeRolePolicyDocument, 'trust', { maxCharacters: POLICY_SIZE_LIMITS.trust }),
  permissions: (input, call) => [
    {
      resource: roleArn(input, call),
      requestTags: input.Tags && iamTags(input.Tags),
      keys: { 'iam:PermissionsBoundary': input.PermissionsBoundary },
    },
  ],
  async act(input, call) {
    const unfit = unfitBoundary(call, input.PermissionsBoundary);
    if (unfit !== undefined) return err(unfit);
    const role = newRole(input, call);
    const created = await call.inventory.change('role', iamDocumentId(call.accountId, role.name), (present) =>
      present === undefined ? ok(role) : err(entityAlreadyExists(`Role with name ${role.name}`)),
    );
    return created.ok ? ok({ Role: roleView(role) }) : created;
  },
};

function newRole(input: iam.CreateRoleRequest, call: Call): IamRole {
  return {
    accountId: call.accountId,
    name: input.RoleName,
    id: newIamId('AROA', call.platform.random),
    arn: roleArn(input, call),
    path: input.Path ?? '/',
    createdAtMs: call.nowMs,
    tags: iamTags(input.Tags),
    description: input.Description ?? '',
    maxSessionDurationSeconds: input.MaxSessionDuration ?? 3600,
    trustPolicy: input.AssumeRolePolicyDocument,
    inlinePolicies: {},
    attachedPolicyArns: [],
    permissionsBoundaryArn: input.PermissionsBoundary,
  };
}

function roleArn({ Path = '/', RoleName }: iam.CreateRoleRequest, { region, accountId }: Call): string {
  return arn(region, 'iam', '', accountId, `role${Path}${RoleName}`);
}
