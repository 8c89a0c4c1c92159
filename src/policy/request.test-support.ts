import assert from 'node:assert/strict';
import { compilePolicy, parsePolicyDocument, requestContext } from './index.ts';
import type { AuthorizationRequest, CompiledPolicy, PolicyKind, Principal } from './index.ts';

/** The account everything belongs to unless a test says otherwise. */
export const ACCOUNT = '111122223333';
/** An account of somebody else. */
export const OTHER_ACCOUNT = '444455556666';

/** Principals of every kind. */
export const PRINCIPALS = {
  root: { kind: 'root', accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root`, id: ACCOUNT },
  alice: {
    kind: 'user',
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:user/team/alice`,
    id: 'AIDAALICE00000000001',
  },
  appSession: {
    kind: 'assumed-role',
    accountId: ACCOUNT,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/app/i-0123456789abcdef0`,
    id: 'AROAAPP0000000000001:i-0123456789abcdef0',
    roleArn: `arn:aws:iam::${ACCOUNT}:role/service/app`,
  },
  federated: {
    kind: 'federated-user',
    accountId: ACCOUNT,
    arn: `arn:aws:sts::${ACCOUNT}:federated-user/alice-at-home`,
    id: `${ACCOUNT}:alice-at-home`,
    userArn: `arn:aws:iam::${ACCOUNT}:user/team/alice`,
  },
  mallory: {
    kind: 'user',
    accountId: OTHER_ACCOUNT,
    arn: `arn:aws:iam::${OTHER_ACCOUNT}:user/mallory`,
    id: 'AIDAMALLORY000000001',
  },
  ec2: { kind: 'service', service: 'ec2.amazonaws.com' },
  pod: { kind: 'web-identity', provider: `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.example.com/id/1` },
  anonymous: { kind: 'anonymous' },
} as const satisfies Record<string, Principal>;

/** The document every account has attached until somebody narrows it. */
export const FULL_ACCESS = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/** Parses and compiles a document that must be good; the name doubles as ARN when it looks like one. */
export function policy(document: unknown, kind: PolicyKind = 'identity', name = 'inline'): CompiledPolicy {
  const parsed = parsePolicyDocument(document, kind);
  assert.ok(parsed.ok, parsed.ok ? '' : `${parsed.error.path}: ${parsed.error.detail}`);
  return compilePolicy(parsed.value, name.startsWith('arn:') ? { name, arn: name } : { name });
}

/** A policy of one or several statements in the current version of the language. */
export function statements(...written: readonly object[]): CompiledPolicy {
  return policy({ Version: '2012-10-17', Statement: written });
}

/** A request of alice to read an object, changed as a test wants it. */
export function request(
  changes: Partial<Omit<AuthorizationRequest, 'context'>> = {},
  context: Readonly<Record<string, string | readonly string[]>> = {},
): AuthorizationRequest {
  return {
    principal: PRINCIPALS.alice,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::bucket/key',
    ...changes,
    context: requestContext(Object.entries(context)),
  };
}
