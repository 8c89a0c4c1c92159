import { iamDocumentId } from '../inventory/entities.ts';
import type { Inventory } from '../inventory/inventory.ts';

const ARN = /^arn:[\w-]+:iam::(aws|\d{12}):policy\/(?:.*\/)?([^/]+)$/;

function policyOf(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** Policies that AWS keeps, as far as they speak of what there is here (AWS Managed Policy Reference Guide). */
export const AWS_MANAGED_POLICIES: ReadonlyMap<string, string> = new Map([
  ['AdministratorAccess', policyOf({ Effect: 'Allow', Action: '*', Resource: '*' })],
  ['AmazonEC2FullAccess', policyOf({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' })],
  ['AmazonEC2ReadOnlyAccess', policyOf({ Effect: 'Allow', Action: ['ec2:Describe*', 'ec2:Get*'], Resource: '*' })],
  ['IAMFullAccess', policyOf({ Effect: 'Allow', Action: ['iam:*', 'organizations:Describe*'], Resource: '*' })],
  ['PowerUserAccess', policyOf({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' })],
  ['ReadOnlyAccess', policyOf({ Effect: 'Allow', Action: ['*:Describe*', '*:Get*', '*:List*'], Resource: '*' })],
]);

/** The default version of the managed policy of this ARN; undefined if there is none. */
export function managedPolicyText(inventory: Inventory, arn: string): string | undefined {
  const [, owner = '', name = ''] = ARN.exec(arn) ?? [];
  if (owner === 'aws') return AWS_MANAGED_POLICIES.get(name);
  const policy = inventory.get('policy', iamDocumentId(owner, name));
  if (policy === undefined || policy.arn !== arn) return undefined;
  return policy.versions.find(({ id }) => id === policy.defaultVersionId)?.document;
}
