import type { Hit } from './armed-fault.ts';
import { chance } from './chance.ts';
import { FAULT_LIMITS } from './fault.ts';
import type { CredentialsFault, FaultEffects, StatusFault } from './fault.ts';
import { sampleLatency } from './latency.ts';

/** What the service does wrong in answering one request. */
export interface Misbehaviour {
  /** The faults it comes from, in the order in which they were made. */
  readonly faults: readonly string[];
  /** Before anything is sent, in whole milliseconds. */
  readonly delayMs: number;
  /** Nothing is sent: the connection is closed in order, or reset. */
  readonly ending: 'answer' | 'close' | 'reset';
  readonly status: StatusFault | undefined;
  readonly credentials: CredentialsFault | undefined;
  readonly clockSkewMs: number;
  readonly tokenLifeMs: number | undefined;
  /** The seed of the noise that the body becomes. */
  readonly noise: number | undefined;
  /** Bytes of the body after which the connection ends, and how. */
  readonly cut: { readonly afterBytes: number; readonly by: 'close' | 'reset' } | undefined;
  readonly pause: { readonly afterBytes: number; readonly forMs: number } | undefined;
  readonly bytesPerSecond: number | undefined;
}

const NOISE_DRAW = 3;

/**
 * What several faults come to. Delays and clock skews add up. Of what can only be done once, the fault made first decides;
 * of cuts and pauses the earliest in the body does, of drips the slowest. Ending without an answer beats any answer, and a
 * reset beats a close. Then, in this order: the times and state of credentials, the status in place of the answer, the
 * noise in place of its body, where it is cut, where it pauses, how fast it goes.
 */
export function compose(hits: readonly Hit[]): Misbehaviour {
  const all = hits.map(({ fault }) => fault.effects);
  const forever = all.some(({ stall }) => stall !== undefined && stall.forMs === undefined && !inBody(stall));
  const delayMs = forever ? FAULT_LIMITS.delayMs : Math.min(sum(hits.map(delayOf)), FAULT_LIMITS.delayMs);
  return {
    faults: hits.map(({ fault }) => fault.id),
    delayMs,
    ending: endingOf(all, forever),
    status: first(all, 'status'),
    credentials: first(all, 'credentials'),
    clockSkewMs: sum(all.map(({ clockSkewMs = 0 }) => clockSkewMs)),
    tokenLifeMs: least(all.flatMap(({ tokenLifeMs }) => tokenLifeMs ?? [])),
    noise: noiseOf(hits),
    cut: cutOf(all),
    pause: pauseOf(all),
    bytesPerSecond: least(all.flatMap(({ drip }) => drip?.bytesPerSecond ?? [])),
  };
}

function delayOf({ fault: { effects, selection }, sequence }: Hit): number {
  const { latency, stall } = effects;
  const latencyMs = latency === undefined ? 0 : sampleLatency(latency, selection.seed, sequence);
  return latencyMs + (stall === undefined || inBody(stall) ? 0 : (stall.forMs ?? 0));
}

function inBody({ afterBytes }: NonNullable<FaultEffects['stall']>): boolean {
  return afterBytes !== undefined;
}

function endingOf(all: readonly FaultEffects[], forever: boolean): Misbehaviour['ending'] {
  if (all.some(({ reset }) => reset !== undefined && reset.afterBytes === undefined)) return 'reset';
  return forever || all.some(({ refuse }) => refuse === 'request') ? 'close' : 'answer';
}

function noiseOf(hits: readonly Hit[]): number | undefined {
  const noisy = hits.find(({ fault }) => fault.effects.garbage === true);
  if (noisy === undefined) return undefined;
  return Math.floor(chance(noisy.fault.selection.seed, noisy.sequence, NOISE_DRAW) * 0x1_0000_0000);
}

function cutOf(all: readonly FaultEffects[]): Misbehaviour['cut'] {
  const cuts = all.flatMap(({ truncate, reset }): NonNullable<Misbehaviour['cut']>[] => [
    ...(truncate === undefined ? [] : [{ afterBytes: truncate.afterBytes, by: 'close' as const }]),
    ...(reset?.afterBytes === undefined ? [] : [{ afterBytes: reset.afterBytes, by: 'reset' as const }]),
  ]);
  return earliest(cuts);
}

/** A pause without an end is an end: what comes after it is never sent. */
function pauseOf(all: readonly FaultEffects[]): Misbehaviour['pause'] {
  const pauses = all.flatMap(({ stall }) =>
    stall?.afterBytes === undefined ? [] : [{ afterBytes: stall.afterBytes, forMs: stall.forMs ?? Infinity }],
  );
  return earliest(pauses);
}

function earliest<Point extends { readonly afterBytes: number }>(points: readonly Point[]): Point | undefined {
  return points.reduce<Point | undefined>(
    (found, point) => (found === undefined || point.afterBytes < found.afterBytes ? point : found),
    undefined,
  );
}

function first<Key extends keyof FaultEffects>(all: readonly FaultEffects[], key: Key): FaultEffects[Key] | undefined {
  return all.find((effects) => effects[key] !== undefined)?.[key];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function least(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : Math.min(...numbers);
}
