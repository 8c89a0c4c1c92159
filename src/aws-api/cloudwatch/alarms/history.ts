import type { AlarmStanding, MetricAlarm } from '#model';
import type { cloudwatch } from '#protocol/aws';
import { alarmView } from './alarm-view.ts';

/** An item of the history of alarms, as it is kept. */
export interface HistoryItem {
  readonly accountId: string;
  readonly region: string;
  readonly alarmName: string;
  readonly type: Extract<cloudwatch.HistoryItemType, 'Action' | 'ConfigurationUpdate' | 'StateUpdate'>;
  readonly summary: string;
  /** JSON. */
  readonly data: string;
}

type Told = Pick<HistoryItem, 'type' | 'summary' | 'data'>;

/** What may be told of an alarm, in CloudWatch's words (CloudWatch API Reference, `AlarmHistoryItem`). */
export function historyOf(alarm: MetricAlarm): {
  readonly configuration: (change: 'created' | 'updated' | 'deleted') => object;
  readonly stateUpdate: (previous: AlarmStanding) => object;
  readonly action: (action: string, failure: string | undefined) => object;
} {
  const { accountId, region, name: alarmName } = alarm;
  const item = (told: Told): object => ({ accountId, region, alarmName, ...told });
  return {
    configuration: (change) => {
      const type = change === 'created' ? 'Create' : change === 'updated' ? 'Update' : 'Delete';
      const data = JSON.stringify({ version: '1.0', type, [`${type.toLowerCase()}dAlarm`]: alarmView(alarm) });
      return item({ type: 'ConfigurationUpdate', summary: `Alarm "${alarmName}" ${change}`, data });
    },
    stateUpdate: (previous) => {
      const summary = `Alarm updated from ${previous.value} to ${alarm.state.value}`;
      const data = { version: '1.0', oldState: stateData(previous), newState: stateData(alarm.state) };
      return item({ type: 'StateUpdate', summary, data: JSON.stringify(data) });
    },
    action: (action, failure) => {
      const summary =
        failure === undefined
          ? `Successfully executed action ${action}`
          : `Failed to execute action ${action}. Received error: "${failure}"`;
      const data = {
        actionState: failure === undefined ? 'Succeeded' : 'Failed',
        notificationResource: action,
        error: failure ?? null,
      };
      return item({ type: 'Action', summary, data: JSON.stringify(data) });
    },
  };
}

function stateData({ value, reason, reasonData }: AlarmStanding): object {
  const data = reasonData === undefined ? undefined : (safeJson(reasonData) ?? reasonData);
  return { stateValue: value, stateReason: reason, stateReasonData: data };
}

/** SetAlarmState may bring any text. */
function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
