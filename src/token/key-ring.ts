/** The longest a session token may live, in seconds (EC2 User Guide, "Use IMDSv2"). */
export const TOKEN_TTL_SECONDS_MAX = 21_600;

/** A secret that seals session tokens from `sinceMs` until its successor's `sinceMs`. */
export interface TokenKey {
  /** 0 to 255; stands in every token the key sealed. */
  readonly id: number;
  /** 32 random bytes. */
  readonly secret: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly sinceMs: number;
}

/** Keys in the order they came into use. At least one. */
export type KeyRing = readonly [TokenKey, ...TokenKey[]];

/** The key that seals at `nowMs`: the newest that is in use. */
export function sealingKey(ring: KeyRing, nowMs: number): TokenKey {
  let newest = ring[0];
  for (const key of ring) if (key.sinceMs <= nowMs && key.sinceMs >= newest.sinceMs) newest = key;
  return newest;
}

/** The key of this id that may still open tokens, or undefined. */
export function openingKey(ring: KeyRing, id: number): TokenKey | undefined {
  for (const key of ring) if (key.id === id) return key;
  return undefined;
}

/**
 * Puts a new key into use at `nowMs` and drops those no living token can have been sealed with: a key whose successor has
 * been in use for longer than the longest token life.
 */
export function rotate(ring: KeyRing, secret: Uint8Array, nowMs: number): KeyRing {
  const kept = ring.filter((_, index) => {
    const successor = ring[index + 1];
    return successor === undefined || nowMs - successor.sinceMs <= TOKEN_TTL_SECONDS_MAX * 1000;
  });
  const id = ((ring.at(-1) ?? ring[0]).id + 1) & 0xff;
  const [oldest, ...others] = [...kept, { id, secret, sinceMs: nowMs }];
  return oldest === undefined ? ring : [oldest, ...others];
}
