import type { AlarmComparison, AlarmState, MetricAlarm } from '#model';
import { alarmPeriodSeconds, alarmStatistic } from './alarm-queries.ts';
import type { Verdict } from './evaluate-alarm.ts';

const COMPARISONS: Readonly<Record<AlarmComparison, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanOrEqualToThreshold: 'less than or equal to',
  LessThanThreshold: 'less than',
};

/** Why an alarm is in a state, in CloudWatch's words. */
export function alarmReason(alarm: MetricAlarm, state: AlarmState, { considered, breaching }: Verdict): string {
  const { evaluationPeriods: periods, datapointsToAlarm: needed = periods, threshold, comparison } = alarm;
  if (state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${counted(periods, 'datapoint was', 'datapoints were')} unknown.`;
  }
  if (considered.length === 0) {
    const kind = alarm.treatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching';
    return `Threshold Crossed: no datapoints were received for ${counted(periods, 'period', 'periods')} and ${counted(periods, 'missing datapoint was', 'missing datapoints were')} treated as [${kind}].`;
  }
  const told = state === 'ALARM' ? breaching : considered.length - breaching;
  const values = considered.map(({ value, startMs }) => `${decimal(value)} (${dayAndTime(startMs)})`).join(', ');
  const was = `${told === 1 ? 'was' : 'were'}${state === 'ALARM' ? '' : ' not'}`;
  const change = state === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK';
  const least = state === 'ALARM' ? needed : periods - needed + 1;
  return `Threshold Crossed: ${told} out of the last ${considered.length} datapoints [${values}] ${was} ${COMPARISONS[comparison]} the threshold (${decimal(threshold)}) (minimum ${counted(least, 'datapoint', 'datapoints')} for ${change} transition).`;
}

/** The same for programs. */
export function alarmReasonData(alarm: MetricAlarm, { considered }: Verdict, nowMs: number): string {
  const first = considered.at(0);
  return JSON.stringify({
    version: '1.0',
    queryDate: zoned(nowMs),
    ...(first === undefined ? {} : { startDate: zoned(first.startMs) }),
    statistic: alarmStatistic(alarm),
    period: alarmPeriodSeconds(alarm),
    recentDatapoints: considered.map(({ value }) => value),
    threshold: alarm.threshold,
    evaluatedDatapoints: considered.toReversed().map(({ startMs, value }) => ({ timestamp: zoned(startMs), value })),
  });
}

/** `2026-01-31T12:00:00.000+0000`, as CloudWatch writes times in texts. */
export function zoned(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('Z', '+0000');
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function decimal(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** `31/01/26 12:00:00` */
function dayAndTime(timeMs: number): string {
  const [date = '', time = ''] = new Date(timeMs).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
}
