import { err, ok } from '#base';
import type { Result } from '#base';
import type { IamIdentity } from '#model';
import { policySize } from '#policy';
import type { ApiError } from '#protocol/aws';
import { noSuchEntity } from './errors.ts';
import { encodedDocument } from './policy-document.ts';

/** An identity with an inline policy more; those of one identity share a limit of size. */
export function withInlinePolicy<Identity extends IamIdentity>(
  identity: Identity,
  policy: { readonly PolicyName: string; readonly PolicyDocument: string },
  limit: { readonly characters: number; readonly of: 'role' | 'user' },
): Result<Identity, ApiError> {
  const inlinePolicies = { ...identity.inlinePolicies, [policy.PolicyName]: policy.PolicyDocument };
  const size = Object.values(inlinePolicies).reduce((sum, text) => sum + policySize(text), 0);
  if (size <= limit.characters) return ok({ ...identity, inlinePolicies });
  const message = `Maximum policy size of ${limit.characters} bytes exceeded for ${limit.of} ${identity.name}`;
  return err({ code: 'LimitExceeded', message });
}

/** An identity without one of its inline policies. */
export function withoutInlinePolicy<Identity extends IamIdentity>(
  identity: Identity,
  name: string,
  of: 'role' | 'user',
): Result<Identity, ApiError> {
  if (!Object.hasOwn(identity.inlinePolicies, name)) return err(noSuchPolicy(name, of));
  const { [name]: _, ...inlinePolicies } = identity.inlinePolicies;
  return ok({ ...identity, inlinePolicies });
}

/** An inline policy as IAM returns it. */
export function inlinePolicy(
  { inlinePolicies }: IamIdentity,
  PolicyName: string,
  of: 'role' | 'user',
): Result<{ readonly PolicyName: string; readonly PolicyDocument: string }, ApiError> {
  const text = Object.hasOwn(inlinePolicies, PolicyName) ? inlinePolicies[PolicyName] : undefined;
  if (text === undefined) return err(noSuchPolicy(PolicyName, of));
  return ok({ PolicyName, PolicyDocument: encodedDocument(text) });
}

function noSuchPolicy(name: string, of: 'role' | 'user'): ApiError {
  return noSuchEntity(`The ${of} policy with name ${name}`);
}
