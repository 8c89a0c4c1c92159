import { createHash, createHmac, randomFillSync } from 'node:crypto';
import type { Clock, Crypto, Random } from '#base';

/** Time, chance and cryptography as the machine gives them. */
export interface Platform {
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: Crypto;
  /** A stopwatch in microseconds: only differences mean something. */
  readonly microseconds: () => number;
}

const POOL_BYTES = 8192;

/** The real platform. Everything that needs one of its powers is given it; nothing reaches for it. */
export function realPlatform(): Platform {
  return {
    clock: { now: () => Date.now() },
    random: pooledRandom(),
    microseconds: () => performance.now() * 1000,
    crypto: {
      hmacSha256: (key, message) => createHmac('sha256', key).update(message).digest(),
      sha256: (message) => createHash('sha256').update(message).digest(),
    },
  };
}

/** A token wants five bytes and a call into the generator costs as much for five as for thousands. No byte is given twice. */
function pooledRandom(): Random {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return {
    bytes(length) {
      if (length > POOL_BYTES) return randomFillSync(new Uint8Array(length));
      if (used + length > POOL_BYTES) {
        randomFillSync(pool);
        used = 0;
      }
      used += length;
      return pool.slice(used - length, used);
    },
  };
}
