import { createHmac, timingSafeEqual } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { err, ok } from '#base';
import type { Random, Result } from '#base';
import type { SessionKeys } from '#credentials';
import type { Tags } from '#model';
import type { AccountPrincipal } from '#policy';
import { accessKeyId } from '#credentials';
import { purposeKey, seal, unseal } from './seal.ts';

/** What AssumeRole and its like make: whom temporary credentials stand for. It is sealed into them and kept nowhere. */
export interface IssuedSession {
  readonly principal: AccountPrincipal;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  /** The texts of the session policies passed. */
  readonly policies: readonly string[];
  /** The ARNs of managed policies passed as session policies. */
  readonly policyArns: readonly string[];
  readonly tags: Tags;
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string | undefined;
  /** The provider a session goes back to (`aws:FederatedProvider`). */
  readonly federatedProvider?: string | undefined;
}

/** The three values a client signs with. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** An issued session as a signature is verified with it. */
export interface OpenedSession {
  /** Secret. */
  readonly secretAccessKey: string;
  readonly session: IssuedSession;
}

// What AWS's tokens begin with, and a version that the sessions of instances do not have.
const OPENING = Buffer.from([...Buffer.from('IQoJb3JpZ2luX2Vj', 'base64'), 2]);
const TOKEN_LENGTH_MAX = 16_384;
const PLAINTEXT_BYTES_MAX = 65_536;

/** Makes the credentials of a session. */
export function sealIssuedSession(keys: SessionKeys, session: IssuedSession, random: Random): SessionCredentials {
  const plaintext = deflateRawSync(JSON.stringify(session));
  const token = Buffer.concat([OPENING, seal(keys, 'issued session', plaintext, random)]);
  return { ...pair(keys, session, token), sessionToken: token.toString('base64') };
}

/** Opens a session token that came with an access key id: `invalid` unless both were made together with one of `keys`. */
export function openIssuedSession(
  keys: SessionKeys,
  presentedKeyId: string,
  sessionToken: string,
  nowMs: number,
): Result<OpenedSession, 'expired' | 'invalid'> {
  const token = sessionToken.length > TOKEN_LENGTH_MAX ? Buffer.of() : Buffer.from(sessionToken, 'base64');
  if (!OPENING.equals(token.subarray(0, OPENING.length)) || token.toString('base64') !== sessionToken) {
    return err('invalid');
  }
  const plaintext = unseal(keys, 'issued session', token.subarray(OPENING.length));
  if (plaintext === undefined) return err('invalid');
  const json = inflateRawSync(plaintext, { maxOutputLength: PLAINTEXT_BYTES_MAX }).toString();
  // The seal vouches for the shape: only `sealIssuedSession` seals for this purpose.
  const session = JSON.parse(json) as IssuedSession;
  const derived = pair(keys, session, token);
  if (!equal(derived.accessKeyId, presentedKeyId)) return err('invalid');
  if (nowMs >= session.expiresAtMs) return err('expired');
  return ok({ secretAccessKey: derived.secretAccessKey, session });
}

function pair(
  keys: SessionKeys,
  { principal }: IssuedSession,
  token: Buffer,
): Pick<SessionCredentials, 'accessKeyId' | 'secretAccessKey'> {
  const key = keys.find(({ id }) => id === token[OPENING.length]) ?? keys[0];
  const secret = createHmac('sha512', purposeKey(key, 'issued session secret')).update(token).digest();
  return {
    accessKeyId: accessKeyId('ASIA', principal.accountId, secret.subarray(30, 38)),
    secretAccessKey: secret.toString('base64', 0, 30),
  };
}

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
