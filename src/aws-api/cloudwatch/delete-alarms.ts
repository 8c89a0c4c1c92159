import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { alarmDocumentId, alarmPermissions, noSuchAlarm } from './alarms/find-alarms.ts';
import { historyOf } from './alarms/history.ts';
import { validationError } from './errors.ts';

const NAMES_MAX = 100;

/** CloudWatch API Reference, `DeleteAlarms`. All must exist, or none is deleted. */
export const deleteAlarms: ActionOf<'cloudwatch', 'DeleteAlarms'> = {
  validate: ({ AlarmNames }) =>
    AlarmNames.length > NAMES_MAX ? validationError(`At most ${NAMES_MAX} AlarmNames are allowed.`) : undefined,
  permissions: ({ AlarmNames }, call) => alarmPermissions(call, AlarmNames),
  async act({ AlarmNames }, call) {
    const missing = AlarmNames.find(
      (name) => call.inventory.get('metric-alarm', alarmDocumentId(call, name)) === undefined,
    );
    if (missing !== undefined) return err(noSuchAlarm(missing));
    for (const name of AlarmNames) {
      const deleted = await call.inventory.change('metric-alarm', alarmDocumentId(call, name), () => ok(undefined));
      if (!deleted.ok) return deleted;
      const { previous } = deleted.value;
      if (previous !== undefined) call.observed.recordAlarm(call.nowMs, historyOf(previous).configuration('deleted'));
    }
    return ok({});
  },
};
