import type { Audience, Moment } from '#model';
import type { MockCommand } from './commands.ts';
import { indentedJson } from './go-json.ts';
import { textOf, wholeOf } from './settings.ts';
import type { Settings } from './settings.ts';

/** An item that comes and goes; without text it is not there now. */
export interface EventItem {
  readonly path: string;
  readonly text: string | undefined;
  /** What in the text is the time it is asked for, which nobody has fixed. */
  readonly moment: Moment | undefined;
  readonly audience: Audience | undefined;
}

/** Since when the mock runs, and what time it is. */
export interface MockTime {
  readonly startedAtMs: number;
  readonly nowMs: number;
}

const NOTICE_MS = 120_000;
/** Stands for a time that is told when it is asked for. */
const MARK = '{time}';

/** What a command mocks beside static metadata, as it is now. What it does not mock is missing. */
export function eventItems(settings: Settings, command: MockCommand, time: MockTime): readonly EventItem[] {
  const mocks = (wanted: MockCommand): boolean => command === 'all' || command === wanted;
  const isEventDue = isDue(settings, 'mock', time);
  const isRebalanceDue = isDue(settings, 'rebalance', time);
  const item = (path: string, group: MockCommand, isThere: boolean, text: string, aheadMs = 0): EventItem => ({
    path: textOf(settings, `metadata.paths.${path}`),
    text: isThere && mocks(group) ? text : undefined,
    moment: text.includes(MARK) ? { mark: MARK, aheadMs } : undefined,
    audience: audienceOf(settings, group),
  });
  const spotTime = textOf(settings, 'spot.time') || MARK;
  const spotAction = indentedJson({ action: textOf(settings, 'spot.action'), time: spotTime });
  const rebalanceTime = textOf(settings, 'spot.rebalance-rec-time') || MARK;
  return [
    item('spot', 'spot', isEventDue, spotAction, NOTICE_MS),
    item('spot-termination-time', 'spot', isEventDue, spotTime, NOTICE_MS),
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

const TIMED = ['mock', 'rebalance', 'asg-termination'] as const;

/** When the next of them comes, in milliseconds since the epoch; undefined when all have come. */
export function nextEventMs(settings: Settings, time: MockTime): number | undefined {
  const toCome = TIMED.map((what) => dueMs(settings, what, time)).filter((atMs) => atMs > time.nowMs);
  return toCome.length === 0 ? undefined : Math.min(...toCome);
}

function isDue(settings: Settings, what: (typeof TIMED)[number], time: MockTime): boolean {
  return dueMs(settings, what, time) <= time.nowMs;
}

/** Whole seconds count, and a trigger time goes before a delay. */
function dueMs(settings: Settings, what: (typeof TIMED)[number], { startedAtMs }: MockTime): number {
  const trigger = textOf(settings, `${what}-trigger-time`);
  if (trigger !== '') return wholeSeconds(Date.parse(trigger));
  return wholeSeconds(startedAtMs) + 1000 * (wholeOf(settings, `${what}-delay-sec`) ?? 0);
}

function wholeSeconds(timeMs: number): number {
  return timeMs - (timeMs % 1000);
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
