import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { err, ok } from '#base';
import type { Result } from '#base';
import { accessKeyId } from './access-key-id.ts';
import { derivedKeys, openingKey, sealingKey } from './session-keys.ts';
import type { DerivedKeys, SessionKeys } from './session-keys.ts';
import { decodePrincipal, encodePrincipal } from './session-principal.ts';
import type { SessionPrincipal } from './session-principal.ts';

// Layout of a session token, before base64:
//   12  what AWS's tokens begin with: `IQoJb3JpZ2luX2Vj`
//    1  version of this layout
//    1  id of the session key
//   12  nonce: HMAC-SHA256 of the plaintext. Equal sessions seal to equal tokens, different ones to different nonces,
//       so AES-GCM stays safe without a counter or chance (the idea of RFC 5297's synthetic IV)
//   16  AES-256-GCM tag over ciphertext and, as additional data, the first 14 bytes
//    …  ciphertext
const OPENING = Buffer.from('IQoJb3JpZ2luX2Vj', 'base64');
const VERSION = 1;
const NONCE_AT = OPENING.length + 2;
const TAG_AT = NONCE_AT + 12;
const CIPHERTEXT_AT = TAG_AT + 16;
const TOKEN_LENGTH_MAX = 4096;

/** A local session as the API's signature verification needs it. */
export interface LocalSession {
  /** Secret. */
  readonly secretAccessKey: string;
  readonly principal: SessionPrincipal;
}

/** The three values a client signs with. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Seals a session. Depends on nothing but keys and principal, and is remembered nowhere. */
export function sealSession(keys: SessionKeys, principal: SessionPrincipal): SessionCredentials {
  const key = sealingKey(keys, principal.issuedAtMs);
  const purposes = derivedKeys(key);
  const plaintext = encodePrincipal(principal);
  const header = Buffer.from([...OPENING, VERSION, key.id]);
  const nonce = hmac(purposes.nonce, plaintext).subarray(0, 12);
  const cipher = createCipheriv('aes-256-gcm', purposes.encryption, nonce).setAAD(header);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return {
    ...derivedPair(purposes, principal.accountId, plaintext),
    sessionToken: Buffer.concat([header, nonce, cipher.getAuthTag(), ciphertext]).toString('base64'),
  };
}

/**
 * Opens a session token that came with an access key id: `invalid` unless both were sealed together with one of `keys`,
 * `expired` from the session's last millisecond on. The text is taken to the letter: any other spelling is invalid.
 */
export function openSession(
  keys: SessionKeys,
  presentedKeyId: string,
  sessionToken: string,
  nowMs: number,
): Result<LocalSession, 'expired' | 'invalid'> {
  const token = decodeToken(sessionToken);
  const key = token === undefined ? undefined : openingKey(keys, token[OPENING.length + 1] ?? -1);
  if (token === undefined || key === undefined) return err('invalid');
  const purposes = derivedKeys(key);
  const plaintext = unseal(purposes, token);
  if (plaintext === undefined) return err('invalid');
  const principal = decodePrincipal(plaintext);
  const pair = derivedPair(purposes, principal.accountId, plaintext);
  if (!equal(pair.accessKeyId, presentedKeyId)) return err('invalid');
  if (nowMs >= principal.expiresAtMs) return err('expired');
  return ok({ secretAccessKey: pair.secretAccessKey, principal });
}

/** Strict where `Buffer.from` is lenient: no other alphabet, no white space, no stray bits. */
function decodeToken(text: string): Buffer | undefined {
  if (text.length > TOKEN_LENGTH_MAX) return undefined;
  const token = Buffer.from(text, 'base64');
  const isOurs =
    token.length > CIPHERTEXT_AT &&
    OPENING.equals(token.subarray(0, OPENING.length)) &&
    token[OPENING.length] === VERSION;
  return isOurs && token.toString('base64') === text ? token : undefined;
}

function unseal(purposes: DerivedKeys, token: Buffer): Buffer | undefined {
  const nonce = token.subarray(NONCE_AT, TAG_AT);
  const decipher = createDecipheriv('aes-256-gcm', purposes.encryption, nonce, { authTagLength: 16 })
    .setAAD(token.subarray(0, NONCE_AT))
    .setAuthTag(token.subarray(TAG_AT, CIPHERTEXT_AT));
  const plaintext = decipher.update(token.subarray(CIPHERTEXT_AT));
  try {
    decipher.final();
    return plaintext;
  } catch {
    return undefined;
  }
}

function derivedPair(
  purposes: DerivedKeys,
  accountId: string,
  plaintext: Uint8Array,
): Pick<SessionCredentials, 'accessKeyId' | 'secretAccessKey'> {
  return {
    accessKeyId: accessKeyId('ASIA', accountId, hmac(purposes.accessKeyId, plaintext)),
    // 30 bytes are the 40 characters an AWS secret has.
    secretAccessKey: hmac(purposes.secretAccessKey, plaintext).toString('base64', 0, 30),
  };
}

function hmac(key: Uint8Array, message: Uint8Array): Buffer {
  return createHmac('sha256', key).update(message).digest();
}

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
