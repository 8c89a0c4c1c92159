import { createHash, createHmac, randomFillSync } from 'node:crypto';
import type { Clock, Crypto, Random } from '#base';

/** How an answer is held back: by real time, or by a clock that somebody turns. */
export interface Delays {
  /** Milliseconds; only differences mean something. */
  now(): number;
  /** Calls `over` after so many milliseconds, unless what is returned is called before. */
  after(forMs: number, over: () => void): () => void;
}

/** Time, chance and cryptography as the machine gives them. */
export interface Platform {
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: Crypto;
  /** A stopwatch in microseconds: only differences mean something. */
  readonly microseconds: () => number;
  /** How answers to the client at this port are held back; only the net transport goes by it. */
  readonly delays: (peerPort: number) => Delays;
}

const REAL_DELAYS: Delays = {
  now: () => performance.now(),
  after(forMs, over) {
    const timer = setTimeout(over, forMs);
    return () => clearTimeout(timer);
  },
};

const POOL_BYTES = 8192;

/** The real platform. Everything that needs one of its powers is given it; nothing reaches for it. */
export function realPlatform(): Platform {
  return {
    clock: { now: () => Date.now() },
    random: pooledRandom(),
    microseconds: () => performance.now() * 1000,
    delays: () => REAL_DELAYS,
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
