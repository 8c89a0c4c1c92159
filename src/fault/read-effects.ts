import { FAULT_LIMITS } from './fault.ts';
import type { CredentialsFault, FaultEffects, Latency, Stall } from './fault.ts';
import { LATENCY_FORM, parseLatency } from './latency.ts';
import { within } from './problem.ts';
import type { Report } from './problem.ts';
import { foundText, readWhole, readWord } from './read-fields.ts';
import type { Fields } from './read-fields.ts';
import { readStatus } from './read-status.ts';
import { readDuration, readOffset } from './read-times.ts';

const BYTES_MAX = 1_000_000_000;
const EXPIRING_MS = 300_000;
const EXPIRED_MS = -60_000;

type Readers = {
  readonly [Key in EffectKey]: (value: unknown, report: Report) => Partial<FaultEffects> | undefined;
};

/** The keys that say what a fault does. */
export type EffectKey =
  | 'latency'
  | 'stall'
  | 'reset'
  | 'refuse'
  | 'status'
  | 'truncate'
  | 'garbage'
  | 'drip'
  | 'tokenLife'
  | 'credentials'
  | 'clockSkew';

const READERS: Readers = {
  latency: (value, report) => wrap('latency', readLatency(value, report)),
  stall: (value, report) => wrap('stall', readStall(value, report)),
  reset: (value, report) => wrap('reset', readReset(value, report)),
  refuse: (value, report) => wrap('refuse', readRefuse(value, report)),
  status: (value, report) => wrap('status', readStatus(value, report)),
  truncate: (value, report) => {
    const afterBytes = readWhole(value, 0, BYTES_MAX, report);
    return afterBytes === undefined ? undefined : { truncate: { afterBytes } };
  },
  garbage: (value, report) =>
    value === true ? { garbage: true } : report([], `expected true, got ${foundText(value)}`),
  drip: (value, report) => {
    const { min, max } = FAULT_LIMITS.bytesPerSecond;
    const bytesPerSecond = readWhole(value, min, max, report);
    return bytesPerSecond === undefined ? undefined : { drip: { bytesPerSecond } };
  },
  tokenLife: (value, report) => wrap('tokenLifeMs', readDuration(value, 1, 21_600_000, report)),
  credentials: (value, report) => wrap('credentials', readCredentials(value, report)),
  clockSkew: (value, report) => wrap('clockSkewMs', readOffset(value, FAULT_LIMITS.windowMs, report)),
};

/** All of them, in the order in which they act. */
export const EFFECT_KEYS = Object.keys(READERS) as readonly EffectKey[];

/** Reads `EFFECT_KEYS`. */
export function readEffects(fields: Fields, report: Report): FaultEffects {
  const given = EFFECT_KEYS.filter((key) => fields[key] !== undefined);
  const effects = given.map((key) => READERS[key](fields[key], within(report, key)));
  return Object.assign({}, ...effects) as FaultEffects;
}

function wrap<Key extends keyof FaultEffects>(
  key: Key,
  value: FaultEffects[Key] | undefined,
): Partial<FaultEffects> | undefined {
  return value === undefined ? undefined : { [key]: value };
}

function readLatency(value: unknown, report: Report): Latency | undefined {
  const latency = typeof value === 'string' ? parseLatency(value) : undefined;
  return latency ?? report([], `expected ${LATENCY_FORM}, of at most one hour; got ${foundText(value)}`);
}

/** `forever`, a duration, and either of them with `after N` behind it. */
function readStall(value: unknown, report: Report): Stall | undefined {
  const expected = 'forever or a duration, and perhaps "after N" (bytes of the body), such as "30s after 100"';
  const [, time = '', bytes] = typeof value === 'string' ? (/^(\S+?)(?:\s+after\s+(\d{1,9}))?$/.exec(value) ?? []) : [];
  if (time === '') return report([], `expected ${expected}, got ${foundText(value)}`);
  const forMs = time === 'forever' ? undefined : readDuration(time, 1, FAULT_LIMITS.delayMs, report);
  if (time !== 'forever' && forMs === undefined) return undefined;
  return { forMs, afterBytes: bytes === undefined ? undefined : Number(bytes) };
}

function readReset(value: unknown, report: Report): FaultEffects['reset'] {
  if (value === true) return { afterBytes: undefined };
  const [, bytes] = typeof value === 'string' ? (/^after\s+(\d{1,9})$/.exec(value) ?? []) : [];
  if (bytes !== undefined) return { afterBytes: Number(bytes) };
  return report([], `expected true or "after N" (bytes of the body), got ${foundText(value)}`);
}

function readRefuse(value: unknown, report: Report): FaultEffects['refuse'] {
  return value === true ? 'request' : readWord(value, ['request', 'connection'], report);
}

const FAILURES: Readonly<Record<string, CredentialsFault>> = {
  expired: { kind: 'expires', inMs: EXPIRED_MS },
  expiring: { kind: 'expires', inMs: EXPIRING_MS },
  missing: { kind: 'missing' },
  AssumeRoleUnauthorizedAccess: { kind: 'role-unauthorized' },
  InstanceProfileNotFound: { kind: 'profile-not-found' },
};

/** A word of `FAILURES`, or `expiring` with in how long behind it. */
function readCredentials(value: unknown, report: Report): CredentialsFault | undefined {
  const [word = '', time, ...rest] = typeof value === 'string' ? value.trim().split(/\s+/) : [];
  const failure = Object.hasOwn(FAILURES, word) ? FAILURES[word] : undefined;
  if (failure !== undefined && time === undefined) return failure;
  if (word === 'expiring' && rest.length === 0) {
    const inMs = readDuration(time, 1, 86_400_000, report);
    return inMs === undefined ? undefined : { kind: 'expires', inMs };
  }
  const words = Object.keys(FAILURES).join(', ');
  return report([], `expected one of ${words}, or "expiring" and a duration; got ${foundText(value)}`);
}
