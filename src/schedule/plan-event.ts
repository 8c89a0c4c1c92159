import { err, ok, parseDuration } from '#base';
import type { Result } from '#base';
import { maintenanceDescription } from '#model';
import type { Happening, InstanceEvent, InstanceSelector } from '#model';
import { EVENT_LIMITS } from './event-request.ts';
import type { EventRequest } from './event-request.ts';

/** What is wrong with a request, and where in it; an empty path is the whole. */
export interface EventProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** An event that was asked for, in the words of the model; its time may still be relative to its making. */
export type PlannedEvent = Pick<InstanceEvent, 'happening' | 'anyLifeCycle' | 'atMs'> & {
  /** Undefined where the request names none. */
  readonly target: InstanceSelector | undefined;
};

const MINUTE_MS = 60_000;
const DEFAULT_SHUTDOWN_MS = 5000;
const DEFAULT_LEAD_MS = 14 * 24 * 60 * MINUTE_MS;

/** Reads a request made at `nowMs`. */
export function planEvent(request: EventRequest, nowMs: number): Result<PlannedEvent, EventProblem> {
  if (request.at !== undefined && request.in !== undefined) return problem(['in'], 'expected "at" or "in", not both');
  const atMs = request.at === undefined ? nowMs + durationMs(request.in, 0) : Date.parse(request.at);
  const target = selectorOf(request);
  if (!target.ok) return target;
  const happening = happeningOf(request, atMs);
  if (!happening.ok) return happening;
  return ok({
    atMs,
    target: target.value,
    happening: happening.value,
    anyLifeCycle: request.anyLifeCycle ?? false,
  });
}

function selectorOf({ instances, tags, all }: EventRequest): Result<InstanceSelector | undefined, EventProblem> {
  if ([instances, tags, all].filter((each) => each !== undefined).length > 1)
    return problem([], 'expected one of instances, tags and all');
  if (instances !== undefined) return ok({ kind: 'instances', instanceIds: [...new Set(instances)] });
  if (all !== undefined) return ok({ kind: 'all' });
  if (tags === undefined) return ok(undefined);
  const count = Object.keys(tags).length;
  return count === 0 || count > EVENT_LIMITS.tags
    ? problem(['tags'], `expected 1 to ${EVENT_LIMITS.tags} tags`)
    : ok({ kind: 'tags', tags });
}

const HAPPENINGS = [
  'spotInterruption',
  'rebalanceRecommendation',
  'maintenance',
  'targetLifecycleState',
  'instanceAction',
  'credentialRotation',
] as const satisfies readonly (keyof EventRequest)[];

function happeningOf(request: EventRequest, atMs: number): Result<Happening, EventProblem> {
  if (HAPPENINGS.filter((name) => request[name] !== undefined).length !== 1)
    return problem([], `expected exactly one of ${HAPPENINGS.join(', ')}`);
  if (request.spotInterruption !== undefined) return ok(spotInterruption(request.spotInterruption));
  if (request.maintenance !== undefined) return maintenance(request.maintenance, atMs);
  if (request.targetLifecycleState !== undefined)
    return ok({ kind: 'target-lifecycle-state', state: request.targetLifecycleState });
  if (request.instanceAction !== undefined) return ok({ kind: 'instance-action', action: request.instanceAction });
  return ok({ kind: request.credentialRotation === true ? 'credential-rotation' : 'rebalance-recommendation' });
}

function spotInterruption(asked: NonNullable<EventRequest['spotInterruption']>): Happening {
  const { action, notice, rebalanceBefore, shutdown } = asked;
  return {
    kind: 'spot-interruption',
    action,
    rebalanceBeforeMs: rebalanceBefore === undefined ? undefined : durationMs(rebalanceBefore, 0),
    noticeMs: notice === undefined ? undefined : durationMs(notice, 0),
    shutdownMs: durationMs(shutdown, DEFAULT_SHUTDOWN_MS),
  };
}

function maintenance(asked: NonNullable<EventRequest['maintenance']>, atMs: number): Result<Happening, EventProblem> {
  const { code, description = maintenanceDescription(code), shutdown } = asked;
  if (!areAlike([asked.notBefore, asked.notAfter, asked.notBeforeDeadline]))
    return problem(
      ['maintenance'],
      'expected notBefore, notAfter and notBeforeDeadline all as times, or all as durations',
    );
  const notAfterMs = momentMs(asked.notAfter, atMs);
  const notBeforeDeadlineMs = momentMs(asked.notBeforeDeadline, atMs);
  const latestMs = Math.min(notAfterMs ?? Infinity, notBeforeDeadlineMs ?? Infinity);
  const notBeforeMs = momentMs(asked.notBefore, atMs) ?? Math.min(atMs + DEFAULT_LEAD_MS, latestMs);
  if (notAfterMs !== undefined && notAfterMs < notBeforeMs)
    return problem(['maintenance', 'notAfter'], 'is earlier than notBefore');
  if (notBeforeDeadlineMs !== undefined && notBeforeDeadlineMs < notBeforeMs)
    return problem(['maintenance', 'notBeforeDeadline'], 'is earlier than notBefore');
  const shutdownMs = durationMs(shutdown, DEFAULT_SHUTDOWN_MS);
  return ok({ kind: 'maintenance', code, description, notBeforeMs, notAfterMs, notBeforeDeadlineMs, shutdownMs });
}

/** Then which comes first depends on nothing but themselves. */
function areAlike(moments: readonly (string | undefined)[]): boolean {
  const given = moments.filter((text) => text !== undefined);
  return new Set(given.map((text) => parseDuration(text) === undefined)).size < 2;
}

function momentMs(text: string | undefined, sinceMs: number): number | undefined {
  if (text === undefined) return undefined;
  const duration = parseDuration(text);
  return duration === undefined ? Date.parse(text) : sinceMs + duration;
}

/** The schema has seen to it that there is a duration in the text. */
function durationMs(text: string | undefined, otherwise: number): number {
  return (text === undefined ? undefined : parseDuration(text)) ?? otherwise;
}

function problem(path: readonly string[], message: string): Result<never, EventProblem> {
  return err({ path, message });
}
