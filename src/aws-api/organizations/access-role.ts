import { arn, partitionOf } from '#model';
import type { IamRole } from '#model';
import type { Call } from '../action.ts';
import { newIamId } from '../iam-id.ts';

/** The role that a new account can be entered by (Organizations User Guide, "Accessing member accounts"). */
export function accessRole(
  { accountId: caller, region, nowMs, platform }: Call,
  accountId: string,
  name = 'OrganizationAccountAccessRole',
): IamRole {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: arn(region, 'iam', '', caller, 'root') }, Action: 'sts:AssumeRole' },
    ],
  };
  return {
    accountId,
    name,
    id: newIamId('AROA', platform.random),
    arn: arn(region, 'iam', '', accountId, `role/${name}`),
    path: '/',
    createdAtMs: nowMs,
    tags: {},
    description: '',
    maxSessionDurationSeconds: 3600,
    trustPolicy: JSON.stringify(trust),
    inlinePolicies: {},
    attachedPolicyArns: [`arn:${partitionOf(region).name}:iam::aws:policy/AdministratorAccess`],
  };
}
