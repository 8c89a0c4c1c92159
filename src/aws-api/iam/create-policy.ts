import { err, ok } from '#base';
import { arn } from '#model';
import type { ManagedPolicy } from '#model';
import type { iam } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { newIamId } from '../iam-id.ts';
import { iamDocumentId } from '../inventory/entities.ts';
import { iamTags } from './iam-tags.ts';
import { policyView } from './managed-policies.ts';
import { malformedPolicy } from './policy-document.ts';
import { invalidPolicyDescription, MANAGED_POLICY_DEMANDS } from './policy-rules.ts';
import { invalidName, invalidPath, invalidTags } from './rules.ts';

/** IAM API Reference, `CreatePolicy`. */
export const createPolicy: ActionOf<'iam', 'CreatePolicy'> = {
  validate: (input) =>
    invalidName('policyName', input.PolicyName) ??
    invalidPath(input.Path) ??
    invalidPolicyDescription(input.Description) ??
    invalidTags(input.Tags) ??
    malformedPolicy(input.PolicyDocument, 'identity', MANAGED_POLICY_DEMANDS),
  permissions: (input, call) => [{ resource: policyArn(input, call), requestTags: input.Tags && iamTags(input.Tags) }],
  async act(input, call) {
    const policy = newPolicy(input, call);
    const created = await call.inventory.change('policy', iamDocumentId(call.accountId, policy.name), (present) => {
      if (present === undefined) return ok(policy);
      const message = `A policy called ${policy.name} already exists. Duplicate names are not allowed.`;
      return err({ code: 'EntityAlreadyExists', message });
    });
    return created.ok ? ok({ Policy: policyView(call, policy) }) : created;
  },
};

function newPolicy(input: iam.CreatePolicyRequest, call: Call): ManagedPolicy {
  return {
    accountId: call.accountId,
    name: input.PolicyName,
    id: newIamId('ANPA', call.platform.random),
    arn: policyArn(input, call),
    path: input.Path ?? '/',
    createdAtMs: call.nowMs,
    updatedAtMs: call.nowMs,
    tags: iamTags(input.Tags),
    description: input.Description ?? '',
    defaultVersionId: 'v1',
    versions: [{ id: 'v1', document: input.PolicyDocument, createdAtMs: call.nowMs }],
    nextVersion: 2,
  };
}

function policyArn({ Path = '/', PolicyName }: iam.CreatePolicyRequest, { region, accountId }: Call): string {
  return arn(region, 'iam', '', accountId, `policy${Path}${PolicyName}`);
}
