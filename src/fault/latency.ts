import { chance } from './chance.ts';
import { DURATION_FORM, formatDuration, parseDuration } from '#base';
import { FAULT_LIMITS } from './fault.ts';
import type { Latency } from './fault.ts';

/** How latencies are written, for errors. */
export const LATENCY_FORM = `${DURATION_FORM}, 200ms±50ms, 100ms..300ms, normal(200ms, 50ms), exponential(200ms) or log-normal(200ms, 0.5), each with "within 10ms..2s" behind it if need be`;

interface Bounds {
  readonly minMs: number;
  readonly maxMs: number;
}

/** Reads a latency as `LATENCY_FORM` says. `±` may be written `+-`. Undefined if it is none, or longer than allowed. */
export function parseLatency(text: string): Latency | undefined {
  const [shapeText = '', boundsText, ...rest] = text.trim().split(/\s+within\s+/);
  if (rest.length > 0) return undefined;
  const bounds = boundsText === undefined ? { minMs: 0, maxMs: FAULT_LIMITS.delayMs } : parseRange(boundsText);
  const latency = bounds === undefined ? undefined : parseShape(shapeText, bounds);
  return latency !== undefined && longest(latency) <= FAULT_LIMITS.delayMs ? latency : undefined;
}

function parseShape(text: string, bounds: Bounds): Latency | undefined {
  const [, name, first = '', second] =
    /^(normal|exponential|log-normal)\(\s*([^,()]+?)\s*(?:,\s*([^,()]+?)\s*)?\)$/.exec(text) ?? [];
  if (name !== undefined) return parseDistribution(name, parseDuration(first), second, bounds);
  const [middle = '', spread, ...more] = text.split(/\s*(?:±|\+-)\s*/);
  if (more.length > 0) return undefined;
  if (spread !== undefined) return around(parseDuration(middle), parseDuration(spread), bounds);
  const range = parseRange(text);
  if (range !== undefined) return uniform(range, bounds);
  const ms = parseDuration(text);
  return ms === undefined ? undefined : { distribution: 'fixed', ms, ...bounds };
}

function parseDistribution(
  name: string,
  ms: number | undefined,
  second: string | undefined,
  bounds: Bounds,
): Latency | undefined {
  if (ms === undefined) return undefined;
  switch (name) {
    case 'normal': {
      const deviationMs = parseDuration(second ?? '');
      return deviationMs === undefined ? undefined : { distribution: 'normal', meanMs: ms, deviationMs, ...bounds };
    }
    case 'log-normal': {
      const sigma = /^\d(?:\.\d{1,6})?$/.test(second ?? '') ? Number(second) : undefined;
      return sigma === undefined ? undefined : { distribution: 'log-normal', medianMs: ms, sigma, ...bounds };
    }
    default:
      return second === undefined ? { distribution: 'exponential', meanMs: ms, ...bounds } : undefined;
  }
}

function around(middleMs: number | undefined, spreadMs: number | undefined, bounds: Bounds): Latency | undefined {
  if (middleMs === undefined || spreadMs === undefined) return undefined;
  return uniform({ minMs: Math.max(0, middleMs - spreadMs), maxMs: middleMs + spreadMs }, bounds);
}

function uniform(range: Bounds, bounds: Bounds): Latency {
  const minMs = Math.max(range.minMs, bounds.minMs);
  return { distribution: 'uniform', minMs, maxMs: Math.max(minMs, Math.min(range.maxMs, bounds.maxMs)) };
}

function parseRange(text: string): Bounds | undefined {
  const [low = '', high = '', ...rest] = text.split('..');
  const minMs = parseDuration(low);
  const maxMs = parseDuration(high);
  if (rest.length > 0 || minMs === undefined || maxMs === undefined || minMs > maxMs) return undefined;
  return { minMs, maxMs };
}

function longest(latency: Latency): number {
  switch (latency.distribution) {
    case 'fixed':
      return Math.max(latency.ms, latency.minMs);
    case 'log-normal':
      return Math.max(latency.medianMs, latency.minMs);
    case 'normal':
    case 'exponential':
      return Math.max(latency.meanMs, latency.minMs);
    case 'uniform':
      return latency.maxMs;
  }
}

/** The first draw of a request is whether it is hit at all; these are the ones after it. */
const FIRST_DRAW = 1;
const SECOND_DRAW = 2;

/** How long request number `sequence` waits, in whole milliseconds. */
export function sampleLatency(latency: Latency, seed: number, sequence: number): number {
  const one = chance(seed, sequence, FIRST_DRAW);
  const ms = drawn(latency, one, () => gaussian(one, chance(seed, sequence, SECOND_DRAW)));
  return Math.round(Math.min(Math.max(ms, latency.minMs), latency.maxMs));
}

function drawn(latency: Latency, one: number, normal: () => number): number {
  switch (latency.distribution) {
    case 'fixed':
      return latency.ms;
    case 'uniform':
      return latency.minMs + one * (latency.maxMs - latency.minMs);
    case 'normal':
      return latency.meanMs + normal() * latency.deviationMs;
    case 'exponential':
      return -Math.log(1 - one) * latency.meanMs;
    case 'log-normal':
      return latency.medianMs * Math.exp(normal() * latency.sigma);
  }
}

/** Box and Muller's transform of two even draws into one of the standard normal distribution. */
function gaussian(one: number, other: number): number {
  return Math.sqrt(-2 * Math.log(1 - one)) * Math.cos(2 * Math.PI * other);
}

/** A latency as `parseLatency` reads it. */
export function formatLatency(latency: Latency): string {
  const { minMs, maxMs } = latency;
  const bounded = minMs > 0 || maxMs < FAULT_LIMITS.delayMs;
  const within = bounded ? ` within ${formatDuration(minMs)}..${formatDuration(maxMs)}` : '';
  switch (latency.distribution) {
    case 'fixed':
      return `${formatDuration(latency.ms)}${within}`;
    case 'uniform':
      return `${formatDuration(minMs)}..${formatDuration(maxMs)}`;
    case 'normal':
      return `normal(${formatDuration(latency.meanMs)}, ${formatDuration(latency.deviationMs)})${within}`;
    case 'exponential':
      return `exponential(${formatDuration(latency.meanMs)})${within}`;
    case 'log-normal':
      return `log-normal(${formatDuration(latency.medianMs)}, ${latency.sigma})${within}`;
  }
}
