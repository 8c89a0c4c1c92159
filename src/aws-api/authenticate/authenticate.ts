import { err, ok } from '#base';
import type { Result } from '#base';
import { openSession } from '#credentials';
import type { SessionKeys } from '#credentials';
import type { Platform } from '#host';
import { partitionOf } from '#model';
import type { ApiError, ApiRequest, Protocol, RecognizedCall } from '#protocol/aws';
import { answerRefusal, verifySignature } from '#protocol/sigv4';
import type { Claim, RefusalFamily, SigningCredentials, SigV4Refusal } from '#protocol/sigv4';
import { iamDocumentId } from '../inventory/entities.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { anonymousCaller, instanceCaller, issuedCaller, rootCaller, userCaller } from './caller.ts';
import type { Caller } from './caller.ts';
import { openIssuedSession } from './issued-session.ts';
import type { RootAccessKey } from './root-access-key.ts';

/** What callers are recognised by. */
export interface Authority {
  readonly inventory: Inventory;
  readonly platform: Platform;
  readonly sessionKeys: () => SessionKeys;
  readonly rootAccessKey: RootAccessKey;
  readonly accountId: string;
  readonly region: string;
}

/** The caller's proof is in the input, not in a signature (STS API Reference). */
const UNSIGNED: ReadonlySet<string> = new Set(['sts:AssumeRoleWithWebIdentity']);

/** Finds out who makes a call; an error is in the words of the call's service. */
export function authenticate(
  authority: Authority,
  call: RecognizedCall,
  request: ApiRequest,
  claim: Result<Claim, SigV4Refusal>,
): Result<Caller, ApiError> {
  if (UNSIGNED.has(`${call.service.name}:${call.operation.name}`)) return ok(anonymousCaller(authority.accountId));
  const caller = claim.ok ? verifyCaller(authority, request, claim.value, call.service.signingName) : claim;
  return caller.ok ? caller : err(answerRefusal(caller.error, familyOf(call.protocol)));
}

/** A key that is known, and who holds it. */
interface KnownKey {
  readonly credentials: SigningCredentials;
  readonly caller: Caller;
}

/** Whose request it is, if it is signed for `service` with a key that is known. */
export function verifyCaller(
  authority: Authority,
  request: ApiRequest,
  claim: Claim,
  service: string,
): Result<Caller, SigV4Refusal> {
  const known = findKey(authority, claim);
  if (!known.ok) return known;
  const { clock, crypto } = authority.platform;
  const verified = verifySignature(claim, request, known.value.credentials, { clock, crypto, service });
  return verified.ok ? ok(known.value.caller) : verified;
}

function findKey(authority: Authority, claim: Claim): Result<KnownKey, SigV4Refusal> {
  const { accessKeyId, sessionToken } = claim;
  const lasting = rootKey(authority, accessKeyId) ?? userKey(authority.inventory, accessKeyId);
  if (lasting !== undefined) return ok(lasting);
  if (sessionToken === undefined) return err({ kind: 'unknown-access-key' });
  return temporaryKey(authority, accessKeyId, sessionToken);
}

function rootKey({ rootAccessKey, accountId, region }: Authority, accessKeyId: string): KnownKey | undefined {
  if (rootAccessKey.accessKeyId !== accessKeyId) return undefined;
  const { secretAccessKey } = rootAccessKey;
  return { credentials: { secretAccessKey }, caller: rootCaller(accountId, partitionOf(region).name, accessKeyId) };
}

function userKey(inventory: Inventory, accessKeyId: string): KnownKey | undefined {
  const key = inventory.get('access-key', accessKeyId);
  if (key === undefined || key.status !== 'Active') return undefined;
  const user = inventory.get('user', iamDocumentId(key.accountId, key.userName));
  if (user === undefined) return undefined;
  const { secretAccessKey } = key;
  return { credentials: { secretAccessKey }, caller: userCaller(user, accessKeyId) };
}

function temporaryKey(
  { sessionKeys, platform }: Authority,
  accessKeyId: string,
  sessionToken: string,
): Result<KnownKey, SigV4Refusal> {
  const keys = sessionKeys();
  const nowMs = platform.clock.now();
  const instance = openSession(keys, accessKeyId, sessionToken, nowMs);
  if (instance.ok) {
    const { secretAccessKey } = instance.value;
    return ok({
      credentials: { secretAccessKey, sessionToken },
      caller: instanceCaller(instance.value, accessKeyId),
    });
  }
  const issued = openIssuedSession(keys, accessKeyId, sessionToken, nowMs);
  if (issued.ok) {
    const { secretAccessKey, session } = issued.value;
    return ok({ credentials: { secretAccessKey, sessionToken }, caller: issuedCaller(session, accessKeyId) });
  }
  const expired = instance.error === 'expired' || issued.error === 'expired';
  return err({ kind: expired ? 'expired-credentials' : 'invalid-session-token' });
}

function familyOf(protocol: Protocol): RefusalFamily {
  switch (protocol) {
    case 'ec2Query':
      return 'ec2';
    case 'awsQuery':
      return 'query';
    case 'restJson1':
      return 'rest';
    case 'awsJson1_0':
    case 'awsJson1_1':
    case 'rpcV2Cbor':
      return 'json';
  }
}
