import type { RequestCount } from '#model';
import { FINDING_KINDS } from '../finding-types.ts';
import type { Sighting } from '../sighting.ts';

const TYPE = 'CredentialAccess:EC2/AnomalousCredentialReads';
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** How long an instance is watched before anything is unusual of it. */
const LEARNING_MS = HOUR_MS;
/** What an instance is compared with. */
const MEMORY_HOURS = 24;
/** How often the most of a day is unusual, and below which nothing is. */
const FACTOR = 5;
const LEAST = 30;
/** Counts of a minute may come in parts, some of them late. */
const OPEN_MINUTES = 5;
const INSTANCES_MAX = 100_000;

/** The most reads in a minute of one hour. What was unusual counts once its hour is over. */
interface HourlyMost {
  readonly usual: number;
  readonly unusual: number;
}

/** What is known of the reads of one instance. */
interface History {
  readonly sinceMs: number;
  readonly hours: Map<number, HourlyMost>;
  /** The latest minutes by their start, to which more may come. */
  readonly minutes: Map<number, { readonly reads: number; readonly isUnusual: boolean }>;
}

/**
 * Finds minutes in which an instance's credentials were read far more often than in any minute of the day before: five times
 * as often and at least 30 times. Remembers at most 55 numbers an instance, of the 100,000 it heard of last.
 */
export class CredentialReadBursts {
  readonly #histories = new Map<string, History>();

  /** Takes one count; a sighting when it makes its minute an unusual one, or a more unusual one. */
  take({ instanceId, minuteMs, credentialReads }: RequestCount): Sighting | undefined {
    if (credentialReads === 0) return undefined;
    const history = this.#historyOf(instanceId, minuteMs);
    closeMinutes(history, minuteMs - OPEN_MINUTES * MINUTE_MS);
    const before = history.minutes.get(minuteMs);
    const reads = credentialReads + (before?.reads ?? 0);
    const usual = mostBefore(history, minuteMs);
    const threshold = Math.max(LEAST, FACTOR * usual);
    const isUnusual = reads >= threshold && minuteMs - history.sinceMs >= LEARNING_MS;
    history.minutes.set(minuteMs, { reads, isUnusual });
    if (!isUnusual) return undefined;
    return {
      type: TYPE,
      instanceId,
      about: '',
      severity: FINDING_KINDS[TYPE].severity,
      count: before?.isUnusual === true ? 0 : 1,
      firstMs: minuteMs,
      lastMs: minuteMs,
      evidence: { burst: { minuteMs, reads, threshold, usual } },
    };
  }

  /** Those heard of last come last in the map. */
  #historyOf(instanceId: string, minuteMs: number): History {
    const history = this.#histories.get(instanceId) ?? { sinceMs: minuteMs, hours: new Map(), minutes: new Map() };
    this.#histories.delete(instanceId);
    this.#histories.set(instanceId, history);
    const [oldest] = this.#histories.keys();
    if (this.#histories.size > INSTANCES_MAX && oldest !== undefined) this.#histories.delete(oldest);
    return history;
  }
}

/** Counts the minutes up to this one as done, and forgets hours of more than a day ago. */
function closeMinutes({ hours, minutes }: History, untilMs: number): void {
  for (const [startMs, { reads, isUnusual }] of minutes) {
    if (startMs > untilMs) continue;
    const { usual, unusual } = hours.get(hourOf(startMs)) ?? { usual: 0, unusual: 0 };
    const most = isUnusual ? { usual, unusual: Math.max(unusual, reads) } : { usual: Math.max(usual, reads), unusual };
    hours.set(hourOf(startMs), most);
    minutes.delete(startMs);
  }
  for (const hour of hours.keys()) if (hour < hourOf(untilMs) - MEMORY_HOURS) hours.delete(hour);
}

function hourOf(minuteMs: number): number {
  return Math.floor(minuteMs / HOUR_MS);
}

/** The most in a minute before this one. */
function mostBefore({ hours, minutes }: History, minuteMs: number): number {
  const open = [...minutes].filter(([startMs, { isUnusual }]) => startMs < minuteMs && !isUnusual);
  const closed = [...hours].map(([hour, { usual, unusual }]) =>
    hour < hourOf(minuteMs) ? Math.max(usual, unusual) : usual,
  );
  return Math.max(0, ...open.map(([, { reads }]) => reads), ...closed);
}
