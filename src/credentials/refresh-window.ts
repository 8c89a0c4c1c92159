import { hexDigits } from '#base';
import type { SessionRequest } from './credentials.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Windows begin up to this long after the full hour since rotation began. */
const START_JITTER_MS = 10 * MINUTE_MS;
/** Captures show lifetimes of six hours and 4 to 35 minutes. */
const LIFETIME_MS = 6 * HOUR_MS + 4 * MINUTE_MS;
const LIFETIME_JITTER_MS = 31 * MINUTE_MS;

/** The longest a session of a refresh window lives, in milliseconds. */
export const SESSION_LIFETIME_MAX_MS = LIFETIME_MS + LIFETIME_JITTER_MS;

/** The time in which reads give one and the same session. All in milliseconds since the epoch, on whole seconds. */
export interface RefreshWindow {
  readonly issuedAtMs: number;
  /** When the next window begins: hours before this one's session expires. */
  readonly refreshAtMs: number;
  readonly expiresAtMs: number;
}

/**
 * The window that `nowMs` falls into. Windows are about an hour long, follow each other without a gap from the instance's
 * `credentialsSinceMs`, and depend on nothing but the request and the time: every node and every start sees the same ones.
 */
export function refreshWindow({ instance, role, delivery }: SessionRequest, nowMs: number): RefreshWindow {
  const seed = `${instance.id} ${role.arn} ${delivery}`;
  const sinceMs = wholeSecond(instance.credentialsSinceMs);
  const hours = Math.max(0, Math.floor((nowMs - sinceMs) / HOUR_MS));
  const index = hours > 0 && windowStart(sinceMs, seed, hours) > nowMs ? hours - 1 : hours;
  const issuedAtMs = windowStart(sinceMs, seed, index);
  return {
    issuedAtMs,
    refreshAtMs: windowStart(sinceMs, seed, index + 1),
    expiresAtMs: issuedAtMs + LIFETIME_MS + jitter(`lifetime ${seed} ${index}`, LIFETIME_JITTER_MS),
  };
}

/** The first begins when rotation does; the others are spread, so that a fleet launched together does not refresh together. */
function windowStart(sinceMs: number, seed: string, index: number): number {
  return sinceMs + index * HOUR_MS + (index === 0 ? 0 : jitter(`start ${seed} ${index}`, START_JITTER_MS));
}

/**
 * When to replace credentials whose lifetime somebody else decided: after half to three fifths of it, but not later than
 * after an hour or so. For a lifetime of 12.5 minutes or more that is at least 5 minutes before they expire.
 */
export function refreshAhead(seed: string, receivedAtMs: number, expiresAtMs: number): number {
  const half = Math.min((expiresAtMs - receivedAtMs) / 2, HOUR_MS);
  return receivedAtMs + half + jitter(`${seed} ${receivedAtMs}`, half / 5);
}

/** A number of milliseconds below `rangeMs`, in whole seconds, that depends only on `seed`. */
export function jitter(seed: string, rangeMs: number): number {
  const share = Number.parseInt(hexDigits(seed, 8), 16) / 2 ** 32;
  return wholeSecond(share * rangeMs);
}

function wholeSecond(timeMs: number): number {
  return Math.floor(timeMs / 1000) * 1000;
}
