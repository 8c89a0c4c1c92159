import { iamDocumentId } from '../inventory/entities.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { AWS_MANAGED_POLICIES } from './aws-managed-policies.ts';

const ARN = /^arn:[\w-]+:iam::(aws|\d{12}):policy\/((?:.*\/)?([^/]+))$/;

/** The default version of the managed policy of this ARN; undefined if there is none. */
export function managedPolicyText(inventory: Inventory, arn: string): string | undefined {
  const [, owner = '', pathAndName = '', name = ''] = ARN.exec(arn) ?? [];
  if (owner === 'aws') return AWS_MANAGED_POLICIES.get(pathAndName);
  const policy = inventory.get('policy', iamDocumentId(owner, name));
  if (policy === undefined || policy.arn !== arn) return undefined;
  return policy.versions.find(({ id }) => id === policy.defaultVersionId)?.document;
}
