import type { Audience } from '#model';
import type { MockCommand } from './commands.ts';
import { indentedJson } from './go-json.ts';
import { textOf, wholeOf } from './settings.ts';
import type { Settings } from './settings.ts';

/** An item that comes and goes; without text it is not there now. */
export interface EventItem {
  readonly path: string;
  readonly text: string | undefined;
  readonly audience: Audience | undefined;
}

/** Since when the mock runs, and what time it is. */
export interface MockTime {
  readonly startedAtMs: number;
  readonly nowMs: number;
}

const NOTICE_MS = 120_000;

/** What a command mocks beside static metadata, as it is now. What it does not mock is missing. */
export function eventItems(settings: Settings, command: MockCommand, time: MockTime): readonly EventItem[] {
  const mocks = (wanted: MockCommand): boolean => command === 'all' || command === wanted;
  const isEventDue = isDue(settings, 'mock', time);
  const isRebalanceDue = isDue(settings, 'rebalance', time);
  const item = (path: string, group: MockCommand, isThere: boolean, text: string): EventItem => ({
    path: textOf(settings, `metadata.paths.${path}`),
    text: isThere && mocks(group) ? text : undefined,
    audience: audienceOf(settings, group),
  });
  const spotTime = textOf(settings, 'spot.time') || rfc3339(time.nowMs + NOTICE_MS);
  const rebalanceTime = textOf(settings, 'spot.rebalance-rec-time') || rfc3339(time.nowMs);
  return [
    item('spot', 'spot', isEventDue, indentedJson({ action: textOf(settings, 'spot.action'), time: spotTime })),
    item('spot-termination-time', 'spot', isEventDue, spotTime),
    item('rebalance-rec-time', 'spot', isRebalanceDue, indentedJson({ noticeTime: rebalanceTime })),
    item('events', 'events', isEventDue, scheduledEvent(settings)),
    item(
      'target-lifecycle-state',
      'asglifecycle',
      true,
      isDue(settings, 'asg-termination', time) ? 'Terminated' : 'InService',
    ),
  ];
}

/** Whole seconds count, and a trigger time goes before a delay. */
function isDue(settings: Settings, what: 'mock' | 'rebalance' | 'asg-termination', time: MockTime): boolean {
  const trigger = textOf(settings, `${what}-trigger-time`);
  const nowSeconds = Math.floor(time.nowMs / 1000);
  if (trigger !== '') return Math.floor(Date.parse(trigger) / 1000) <= nowSeconds;
  return nowSeconds - Math.floor(time.startedAtMs / 1000) >= (wholeOf(settings, `${what}-delay-sec`) ?? 0);
}

function audienceOf(settings: Settings, name: string): Audience | undefined {
  const size = wholeOf(settings, 'mock-ip-count') ?? 0;
  return size < 0 ? undefined : { name, size };
}

function scheduledEvent(settings: Settings): string {
  const code = textOf(settings, 'events.code');
  const time = (key: string): string => eventTime(Date.parse(textOf(settings, `events.${key}`)));
  const event = indentedJson(
    {
      Code: code,
      Description: `The instance is scheduled for ${code}`,
      State: textOf(settings, 'events.state'),
      EventId: textOf(settings, 'metadata.values.event-id'),
      NotBefore: time('not-before'),
      NotAfter: time('not-after'),
      NotBeforeDeadline: time('not-before-deadline'),
    },
    '\t',
  );
  return `[\n\t${event}\n]`;
}

/** `7 Jan 2020 01:03:47 GMT`. */
function eventTime(timeMs: number): string {
  return new Date(timeMs).toUTCString().slice('Mon, '.length).replace(/^0/, '');
}

function rfc3339(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}
