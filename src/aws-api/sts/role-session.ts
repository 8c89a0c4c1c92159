import { err, ok } from '#base';
import type { Result } from '#base';
import type { IamRole } from '#model';
import type { ResourcePolicy } from '#policy';
import type { ApiError, sts } from '#protocol/aws';
import type { Call } from '../action.ts';
import { sealIssuedSession } from '../authenticate/issued-session.ts';
import type { IssuedSession } from '../authenticate/issued-session.ts';
import type { PolicyShelf } from '../authorize/policy-shelf.ts';
import { iamDocumentId } from '../inventory/entities.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { missingPolicy, packedPolicySize, policyArns } from './session-policies.ts';
import type { PassedPolicies } from './session-policies.ts';
import type { SessionTags } from './session-tags.ts';

/** The role of an ARN, in whatever account; undefined if there is none of exactly this ARN. */
export function roleOfArn(inventory: Inventory, arn: string): IamRole | undefined {
  const [, accountId = '', name = ''] = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  const role = inventory.get('role', iamDocumentId(accountId, name));
  return role?.arn === arn ? role : undefined;
}

/** Who may assume a role: nobody, if it does not exist, so that nobody learns whether it does. */
export function trustOf(shelf: PolicyShelf, role: IamRole | undefined): ResourcePolicy {
  if (role === undefined) return { kind: 'trust', policy: { name: '', allows: [], denies: [] } };
  return { kind: 'trust', policy: shelf.compiled(role.trustPolicy, 'trust', { name: role.name }) };
}

/** What a session of a role is to be. */
export interface WantedSession extends PassedPolicies {
  readonly RoleSessionName: string;
  readonly DurationSeconds?: number | undefined;
  readonly tags: SessionTags;
  readonly sourceIdentity: string | undefined;
  readonly federatedProvider: string | undefined;
}

/** What AssumeRole and its like answer. */
export interface MadeSession {
  readonly Credentials: sts.Credentials;
  readonly AssumedRoleUser: sts.AssumedRoleUser;
  readonly PackedPolicySize: number | undefined;
  readonly SourceIdentity: string | undefined;
}

const USUAL_SECONDS = 3600;

/** Makes a session of a role. Whoever wants it may. */
export function makeRoleSession(call: Call, role: IamRole, wanted: WantedSession): Result<MadeSession, ApiError> {
  const { DurationSeconds: seconds = USUAL_SECONDS } = wanted;
  if (seconds > role.maxSessionDurationSeconds) return err(BEYOND_ROLE);
  const missing = missingPolicy(call.inventory, wanted, role.accountId);
  if (missing !== undefined) return err(missing);
  const packed = packedPolicySize(wanted, wanted.tags.tags);
  if (!packed.ok) return packed;
  const session = roleSession(call, role, wanted, seconds);
  return ok({
    Credentials: sessionCredentials(call, session),
    AssumedRoleUser: { AssumedRoleId: session.principal.id, Arn: session.principal.arn },
    PackedPolicySize: packed.value,
    SourceIdentity: wanted.sourceIdentity,
  });
}

const BEYOND_ROLE: ApiError = {
  code: 'ValidationError',
  message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
};

function roleSession(call: Call, role: IamRole, wanted: WantedSession, seconds: number): IssuedSession {
  const { RoleSessionName: name } = wanted;
  const [, partition = 'aws'] = role.arn.split(':');
  return {
    principal: {
      kind: 'assumed-role',
      accountId: role.accountId,
      arn: `arn:${partition}:sts::${role.accountId}:assumed-role/${role.name}/${name}`,
      id: `${role.id}:${name}`,
      roleArn: role.arn,
    },
    ...lifetime(call, seconds),
    policies: wanted.Policy === undefined ? [] : [wanted.Policy],
    policyArns: policyArns(wanted),
    ...wanted.tags,
    sourceIdentity: wanted.sourceIdentity,
    federatedProvider: wanted.federatedProvider,
  };
}

/** From now on, on whole seconds. */
export function lifetime(
  { nowMs }: Call,
  seconds: number,
): { readonly issuedAtMs: number; readonly expiresAtMs: number } {
  const issuedAtMs = Math.floor(nowMs / 1000) * 1000;
  return { issuedAtMs, expiresAtMs: issuedAtMs + seconds * 1000 };
}

/** A session's credentials as STS tells them. */
export function sessionCredentials({ sessionKeys, platform }: Call, session: IssuedSession): sts.Credentials {
  const sealed = sealIssuedSession(sessionKeys(), session, platform.random);
  return {
    AccessKeyId: sealed.accessKeyId,
    SecretAccessKey: sealed.secretAccessKey,
    SessionToken: sealed.sessionToken,
    Expiration: new Date(session.expiresAtMs),
  };
}
