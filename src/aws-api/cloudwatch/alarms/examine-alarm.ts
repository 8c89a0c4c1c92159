import type { MetricAlarm } from '#model';
import type { Call } from '../../action.ts';
import { DataQueries } from '../metrics/data-queries.ts';
import { alarmPeriodSeconds, queryView, returnedQuery } from './alarm-queries.ts';
import { alarmReason, alarmReasonData } from './alarm-reason.ts';
import type { NewState } from './change-state.ts';
import { evaluateAlarm, FURTHER_PERIODS } from './evaluate-alarm.ts';
import type { AlarmPoint } from './evaluate-alarm.ts';

/** What an alarm looks at. */
type Seen = Pick<Call, 'observed' | 'inventory'>;

/** The state that an alarm should have at the end of the minute `endMs`; `undefined`: whichever it has. */
export function examineAlarm(alarm: MetricAlarm, seen: Seen, endMs: number): NewState | undefined {
  const verdict = evaluateAlarm(alarm, pointsOf(alarm, seen, endMs));
  const { state } = verdict;
  if (state === undefined) return undefined;
  return {
    value: state,
    reason: alarmReason(alarm, state, verdict),
    reasonData: alarmReasonData(alarm, verdict, endMs),
  };
}

/** The periods before `endMs`, oldest first. They slide: the last one always ends with the minute. */
function pointsOf(alarm: MetricAlarm, { observed, inventory }: Seen, endMs: number): readonly AlarmPoint[] {
  const periodMs = Math.max(60, alarmPeriodSeconds(alarm)) * 1000;
  const count = alarm.evaluationPeriods + FURTHER_PERIODS;
  const fromMs = endMs - count * periodMs;
  const { accountId, region } = alarm;
  const queries = alarm.queries.map(queryView);
  const data = new DataQueries(
    queries,
    { observed, inventory, accountId, region, nowMs: endMs },
    { fromMs, toMs: endMs },
  );
  const returned = queries.find(({ Id }) => Id === returnedQuery(alarm)?.id);
  const series = returned === undefined ? undefined : data.series(returned);
  const points = series?.ok === true ? series.value[0]?.points : undefined;
  return Array.from({ length: count }, (_, index) => {
    const startMs = fromMs + index * periodMs;
    return { startMs, value: points?.get(startMs) };
  });
}
