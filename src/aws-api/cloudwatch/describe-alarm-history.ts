import { err, ok } from '#base';
import type { cloudwatch } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { alarmArn } from './alarms/find-alarms.ts';
import type { HistoryItem } from './alarms/history.ts';
import { invalidMaxRecords } from './describe-alarms.ts';
import { INVALID_NEXT_TOKEN } from './errors.ts';

const MOST = 100;
/** Records looked at in one go. */
const BATCH = 500;

type Input = cloudwatch.DescribeAlarmHistoryInput;
interface Found {
  readonly key: number;
  readonly item: HistoryItem;
  readonly timeMs: number;
}

/** CloudWatch API Reference, `DescribeAlarmHistory`. */
export const describeAlarmHistory: ActionOf<'cloudwatch', 'DescribeAlarmHistory'> = {
  validate: ({ MaxRecords }) => invalidMaxRecords(MaxRecords),
  permissions: ({ AlarmName = '*' }, call) => [{ resource: alarmArn(call, AlarmName) }],
  act(input, call) {
    const { NextToken, MaxRecords: max = MOST } = input;
    if (NextToken !== undefined && !/^\d{1,16}$/.test(NextToken)) return err(INVALID_NEXT_TOKEN);
    const after = NextToken === undefined ? undefined : Number(NextToken);
    const found = find(input, call, after, max + 1);
    const page = found.slice(0, max);
    return ok({
      AlarmHistoryItems: page.map(view),
      NextToken: found.length > max ? String(page.at(-1)?.key) : undefined,
    });
  },
};

function find(input: Input, call: Call, start: number | undefined, wanted: number): readonly Found[] {
  const found: Found[] = [];
  const newestFirst = input.ScanBy !== 'TimestampAscending';
  const range = { fromMs: input.StartDate?.getTime(), toMs: input.EndDate?.getTime() };
  for (let after = start; found.length < wanted;) {
    const records = call.observed.records({ stream: 'alarm', ...range, after, newestFirst, limit: BATCH });
    for (const { key, body, timeMs } of records) {
      // Written by `historyOf`.
      const item = JSON.parse(body) as HistoryItem;
      if (isWanted(item, input, call)) found.push({ key, item, timeMs });
    }
    after = records.at(-1)?.key;
    if (records.length < BATCH) break;
  }
  return found.slice(0, wanted);
}

function isWanted({ accountId, region, alarmName, type }: HistoryItem, input: Input, call: Call): boolean {
  const { AlarmName = alarmName, HistoryItemType = type, AlarmTypes = ['MetricAlarm'] } = input;
  const isOwn = accountId === call.accountId && region === call.region;
  return isOwn && AlarmName === alarmName && HistoryItemType === type && AlarmTypes.includes('MetricAlarm');
}

function view({ item, timeMs }: Found): cloudwatch.AlarmHistoryItem {
  const { alarmName, type, summary, data } = item;
  return {
    AlarmName: alarmName,
    AlarmType: 'MetricAlarm',
    Timestamp: new Date(timeMs),
    HistoryItemType: type,
    HistorySummary: summary,
    HistoryData: data,
  };
}
