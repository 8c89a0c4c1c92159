import type { Spread } from '../measure/statistics.ts';

/** A figure with three digits that count, and thousands apart. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(size >= 10 ? 1 : 2);
}

/** The median, and where half of the rounds lie. */
export function spreadText(spread: Spread | undefined): string {
  if (spread === undefined) return '-';
  const { median, lowerQuartile, upperQuartile, rounds } = spread;
  return rounds < 2 ? figure(median) : `${figure(median)} (${figure(lowerQuartile)}..${figure(upperQuartile)})`;
}

/** Bytes as MB. */
export function megabytes(bytes: number): string {
  return `${figure(bytes / 1e6)} MB`;
}
