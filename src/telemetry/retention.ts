const DAY_MS = 86_400_000;
const MEGABYTE = 1024 * 1024;

/** How long things are kept and how much of them; whichever is reached first lets the oldest go. */
export interface Retention {
  /** Days that counts are kept by the minute; then they are rolled up to five minutes. */
  readonly minuteDays: number;
  /** Age in days to which counts are kept by five minutes; then they are rolled up to hours. */
  readonly fiveMinuteDays: number;
  /** Age in days to which counts are kept by the hour. */
  readonly hourDays: number;
  /** Days that full records of metadata requests are kept. */
  readonly eventDays: number;
  /** Days that API calls are kept. */
  readonly trailDays: number;
  /** Days that the history of alarms is kept. */
  readonly historyDays: number;
  /** Megabytes of counts: when they are more, the oldest are rolled up, and at last deleted, ahead of their time. */
  readonly metricMegabytes: number;
  readonly eventMegabytes: number;
  readonly trailMegabytes: number;
  readonly historyMegabytes: number;
}

/** CloudWatch's own periods for metrics ("Metrics retention"), CloudTrail's 90 days of event history, CloudWatch's 30 of alarms. */
export const DEFAULT_RETENTION: Retention = {
  minuteDays: 15,
  fiveMinuteDays: 63,
  hourDays: 455,
  eventDays: 30,
  trailDays: 90,
  historyDays: 30,
  metricMegabytes: 512,
  eventMegabytes: 256,
  trailMegabytes: 256,
  historyMegabytes: 16,
};

/** What holds where everything is in memory and ends with the process. */
export const EPHEMERAL_RETENTION: Retention = {
  ...DEFAULT_RETENTION,
  metricMegabytes: 32,
  eventMegabytes: 16,
  trailMegabytes: 16,
  historyMegabytes: 2,
};

/** What may be waiting in the journal of the database, and what an empty database has. */
const OVERHEAD_BYTES = 64 * MEGABYTE;
/** Pages are not filled to the brim, and what is deleted leaves holes until something takes its place. */
const SLACK = 1.5;

/** The most bytes that the database and its journal take on the disk. */
export function storageBoundBytes(retention: Retention): number {
  const { metricMegabytes, eventMegabytes, trailMegabytes, historyMegabytes } = retention;
  const kept = (metricMegabytes + eventMegabytes + trailMegabytes + historyMegabytes) * MEGABYTE;
  return kept * SLACK + OVERHEAD_BYTES;
}

/** `days` in milliseconds. */
export function daysMs(days: number): number {
  return days * DAY_MS;
}

/** `megabytes` in bytes. */
export function megabytes(count: number): number {
  return count * MEGABYTE;
}
