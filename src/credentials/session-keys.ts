import { hkdfSync } from 'node:crypto';
import { SESSION_LIFETIME_MAX_MS } from './refresh-window.ts';

const KEYS_MAX = 16;

/** A secret that seals the sessions of refresh windows beginning from `sinceMs` until its successor's `sinceMs`. */
export interface SessionKey {
  /** 0 to 255; stands in every session token the key sealed. */
  readonly id: number;
  /** 32 random bytes. */
  readonly secret: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly sinceMs: number;
}

/** Keys in the order they came into use. At least one. */
export type SessionKeys = readonly [SessionKey, ...SessionKey[]];

/**
 * Puts a new key into use at `nowMs`. A key stays until no living session can have been sealed with it; of more than 16
 * keys the oldest goes all the same. To end every session at once, keep only the newest key.
 */
export function rotateSessionKeys(keys: SessionKeys, secret: Uint8Array, nowMs: number): SessionKeys {
  const kept = keys.filter((_, index) => {
    const successor = keys[index + 1];
    return successor === undefined || nowMs - successor.sinceMs <= SESSION_LIFETIME_MAX_MS;
  });
  const id = ((keys.at(-1) ?? keys[0]).id + 1) & 0xff;
  const [oldest, ...others] = [...kept, { id, secret, sinceMs: nowMs }].slice(-KEYS_MAX);
  return oldest === undefined ? keys : [oldest, ...others];
}

/**
 * The key for sessions issued at `issuedAtMs`. It is chosen by the session's own time, not by the reader's, so that
 * rotation never changes credentials already handed out.
 */
export function sealingKey(keys: SessionKeys, issuedAtMs: number): SessionKey {
  return keys.findLast((key) => key.sinceMs <= issuedAtMs) ?? keys[0];
}

/** The key of this id, or undefined. */
export function openingKey(keys: SessionKeys, id: number): SessionKey | undefined {
  return keys.find((key) => key.id === id);
}

/** What each secret is used for, one derived key a purpose. */
export interface DerivedKeys {
  readonly encryption: Uint8Array;
  readonly nonce: Uint8Array;
  readonly accessKeyId: Uint8Array;
  readonly secretAccessKey: Uint8Array;
}

/** Derivation costs more than sealing does; a key that is gone takes its derivation with it. */
const derived = new WeakMap<SessionKey, DerivedKeys>();

/** The keys derived (HKDF-SHA256, RFC 5869) from a session key's secret. */
export function derivedKeys(key: SessionKey): DerivedKeys {
  const known = derived.get(key);
  if (known !== undefined) return known;
  const made = {
    encryption: derive(key.secret, 'session token encryption'),
    nonce: derive(key.secret, 'session token nonce'),
    accessKeyId: derive(key.secret, 'access key id'),
    secretAccessKey: derive(key.secret, 'secret access key'),
  };
  derived.set(key, made);
  return made;
}

function derive(secret: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `openimds ${purpose}`, 32));
}
