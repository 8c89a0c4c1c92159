import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Random } from '#base';
import type { SessionKey, SessionKeys } from '#credentials';

/** What something was sealed as; what was sealed for one purpose does not open for another. */
export type SealPurpose = 'authorization message' | 'issued session' | 'issued session secret';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + NONCE_BYTES;

/** Seals `plaintext` with the newest key: its id, a nonce, the tag of AES-256-GCM, the ciphertext. */
export function seal(keys: SessionKeys, purpose: SealPurpose, plaintext: Uint8Array, random: Random): Buffer {
  const key = keys.at(-1) ?? keys[0];
  const header = Buffer.concat([Buffer.from([key.id]), random.bytes(NONCE_BYTES)]);
  const cipher = createCipheriv('aes-256-gcm', purposeKey(key, purpose), header.subarray(1)).setAAD(header);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([header, cipher.getAuthTag(), ciphertext]);
}

/** What was sealed for `purpose` with one of `keys`; undefined if that is not so. */
export function unseal(keys: SessionKeys, purpose: SealPurpose, sealed: Uint8Array): Buffer | undefined {
  const key = keys.find(({ id }) => id === sealed[0]);
  if (key === undefined || sealed.length < HEADER_BYTES + TAG_BYTES) return undefined;
  const header = sealed.subarray(0, HEADER_BYTES);
  const tag = sealed.subarray(HEADER_BYTES, HEADER_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', purposeKey(key, purpose), header.subarray(1), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(header).setAuthTag(tag);
  const plaintext = decipher.update(sealed.subarray(HEADER_BYTES + TAG_BYTES));
  try {
    decipher.final();
    return plaintext;
  } catch {
    return undefined;
  }
}

/** The key of one purpose (HKDF-SHA256, RFC 5869), apart from those that role sessions are sealed with. */
export function purposeKey(key: SessionKey, purpose: SealPurpose): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key.secret, '', `openimds api ${purpose}`, 32));
}
