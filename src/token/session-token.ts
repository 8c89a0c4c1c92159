import type { Crypto, Random } from '#base';
import { decodeToken, encodeToken, TOKEN_BYTES, TOKEN_CHARACTERS } from './base64url.ts';
import { openingKey, sealingKey } from './key-ring.ts';
import type { KeyRing, TokenKey } from './key-ring.ts';

// A token is 40 bytes, as Amazon's are, and carries all that is needed to check it, so none is ever stored:
//   0  magic 01 00 04 00, the first bytes of every captured token
//   4  id of the key
//   5  expiry, milliseconds since the epoch, 6 bytes big-endian
//  11  nonce
//  16  the first 24 bytes of HMAC-SHA256 over the binding and bytes 0 to 15
const MAGIC = [1, 0, 4, 0];
const KEY_ID_AT = 4;
const EXPIRY_AT = 5;
const NONCE_AT = 11;
const MAC_AT = 16;

/** What a token is valid for: one boot of one instance. */
export type TokenBinding = string & { readonly tokenBinding: unique symbol };

/** The binding of the boot of `instanceId` that began at `launchTimeMs`. */
export function bindingOf(instanceId: string, launchTimeMs: number): TokenBinding {
  return `openimds session token\n${instanceId}\n${launchTimeMs}\n` as TokenBinding;
}

/** What sealing and opening need. */
export interface TokenPowers {
  readonly crypto: Crypto;
  readonly random: Random;
  readonly ring: KeyRing;
}

/** A fresh token of 56 characters that `openToken` accepts for the same binding until `expiresAtMs`. */
export function sealToken(powers: TokenPowers, binding: TokenBinding, expiresAtMs: number, nowMs: number): string {
  const key = sealingKey(powers.ring, nowMs);
  const token = new Uint8Array(TOKEN_BYTES);
  token.set(MAGIC);
  token[KEY_ID_AT] = key.id;
  writeExpiry(token, expiresAtMs);
  token.set(powers.random.bytes(MAC_AT - NONCE_AT), NONCE_AT);
  token.set(mac(powers.crypto, key, binding, token), MAC_AT);
  return encodeToken(token);
}

const scratch = new Uint8Array(TOKEN_BYTES);

/** When the token in `text[start, end)` expires, in milliseconds since the epoch; 0 unless it was sealed for this binding and lives at `nowMs`. */
export function openToken(
  powers: TokenPowers,
  binding: TokenBinding,
  text: Uint8Array,
  start: number,
  end: number,
  nowMs: number,
): number {
  if (end - start !== TOKEN_CHARACTERS || !decodeToken(text, start, scratch)) return 0;
  const key = openingKey(powers.ring, scratch[KEY_ID_AT] ?? 0);
  if (key === undefined) return 0;
  const expected = mac(powers.crypto, key, binding, scratch);
  let difference = 0;
  for (let at = 0; at < TOKEN_BYTES - MAC_AT; at++) difference |= (expected[at] ?? 0) ^ (scratch[MAC_AT + at] ?? 0);
  const expiresAtMs = readExpiry(scratch);
  return difference === 0 && nowMs < expiresAtMs ? expiresAtMs : 0;
}

function mac(crypto: Crypto, key: TokenKey, binding: TokenBinding, token: Uint8Array): Uint8Array {
  const message = new Uint8Array(binding.length + MAC_AT);
  for (let at = 0; at < binding.length; at++) message[at] = binding.charCodeAt(at);
  message.set(token.subarray(0, MAC_AT), binding.length);
  return crypto.hmacSha256(key.secret, message).subarray(0, TOKEN_BYTES - MAC_AT);
}

function writeExpiry(token: Uint8Array, expiresAtMs: number): void {
  let rest = expiresAtMs;
  for (let at = EXPIRY_AT + 5; at >= EXPIRY_AT; at--) {
    token[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
}

function readExpiry(token: Uint8Array): number {
  let value = 0;
  for (let at = EXPIRY_AT; at < NONCE_AT; at++) value = value * 256 + (token[at] ?? 0);
  return value;
}
