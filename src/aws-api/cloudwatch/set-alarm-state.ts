import { err, ok } from '#base';
import type { ApiError } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { changeState } from './alarms/change-state.ts';
import { alarmDocumentId, alarmPermissions, noSuchAlarm } from './alarms/find-alarms.ts';
import { validationError } from './errors.ts';

const REASON_MAX = 1023;
const REASON_DATA_MAX = 4000;

/** CloudWatch API Reference, `SetAlarmState`. The next evaluation that comes to another state changes it again. */
export const setAlarmState: ActionOf<'cloudwatch', 'SetAlarmState'> = {
  validate({ StateReason, StateReasonData = '' }) {
    if (StateReason.length > REASON_MAX) return validationError(`StateReason has at most ${REASON_MAX} characters.`);
    if (StateReasonData.length > REASON_DATA_MAX)
      return validationError(`StateReasonData has at most ${REASON_DATA_MAX} characters.`);
    return StateReasonData === '' || isJson(StateReasonData) ? undefined : INVALID_REASON_DATA;
  },
  permissions: ({ AlarmName }, call) => alarmPermissions(call, [AlarmName]),
  async act({ AlarmName, StateValue, StateReason, StateReasonData }, call) {
    const alarm = call.inventory.get('metric-alarm', alarmDocumentId(call, AlarmName));
    if (alarm === undefined) return err(noSuchAlarm(AlarmName));
    // The caller does not wait for whoever is told.
    changeState(call, alarm, { value: StateValue, reason: StateReason, reasonData: StateReasonData }).catch(
      call.unexpected,
    );
    return ok({});
  },
};

const INVALID_REASON_DATA: ApiError = { code: 'InvalidFormat', message: 'StateReasonData must be JSON.' };

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
