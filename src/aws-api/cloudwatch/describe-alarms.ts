import { err, ok } from '#base';
import type { MetricAlarm } from '#model';
import type { ApiError, cloudwatch } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { pageOf } from '../page.ts';
import { alarmView } from './alarms/alarm-view.ts';
import { alarmArn, alarmsOf } from './alarms/find-alarms.ts';
import { INVALID_NEXT_TOKEN, validationError } from './errors.ts';

const MOST = 100;

type Input = cloudwatch.DescribeAlarmsInput;

/** CloudWatch API Reference, `DescribeAlarms`. There are metric alarms only. */
export const describeAlarms: ActionOf<'cloudwatch', 'DescribeAlarms'> = {
  validate: (input) => invalid(input),
  permissions: (_, call) => [{ resource: alarmArn(call, '*') }],
  act(input, call) {
    const { AlarmTypes = ['MetricAlarm'], NextToken: token, MaxRecords: max = MOST } = input;
    const wanted = AlarmTypes.includes('MetricAlarm') ? alarmsOf(call).filter((alarm) => isWanted(alarm, input)) : [];
    const page = pageOf(wanted, ({ name }) => name, { token, max });
    if (!page.ok) return err(INVALID_NEXT_TOKEN);
    return ok({ MetricAlarms: page.value.items.map(alarmView), CompositeAlarms: [], NextToken: page.value.nextToken });
  },
};

function isWanted(
  alarm: MetricAlarm,
  { AlarmNames = [], AlarmNamePrefix = '', StateValue, ActionPrefix }: Input,
): boolean {
  const { name, state, actions } = alarm;
  return (
    (AlarmNames.length === 0 || AlarmNames.includes(name)) &&
    name.startsWith(AlarmNamePrefix) &&
    (StateValue ?? state.value) === state.value &&
    (ActionPrefix === undefined ||
      Object.values(actions)
        .flat()
        .some((action) => action.startsWith(ActionPrefix)))
  );
}

function invalid({
  AlarmNames = [],
  AlarmNamePrefix,
  MaxRecords,
  ChildrenOfAlarmName,
  ParentsOfAlarmName,
}: Input): ApiError | undefined {
  if (AlarmNames.length > 0 && AlarmNamePrefix !== undefined) {
    return validationError('AlarmNames and AlarmNamePrefix must not be given together.');
  }
  if (ChildrenOfAlarmName !== undefined || ParentsOfAlarmName !== undefined) {
    return validationError('There are no composite alarms here.');
  }
  if (AlarmNames.length > MOST) return validationError(`At most ${MOST} AlarmNames are allowed.`);
  return invalidMaxRecords(MaxRecords);
}

/** What is wrong with `MaxRecords`: 1 to 100. */
export function invalidMaxRecords(max: number | undefined): ApiError | undefined {
  if (max === undefined || (Number.isInteger(max) && max >= 1 && max <= MOST)) return undefined;
  return validationError(`MaxRecords must be between 1 and ${MOST}.`);
}
