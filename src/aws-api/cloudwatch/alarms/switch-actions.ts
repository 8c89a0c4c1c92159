import { ok } from '#base';
import type { Result } from '#base';
import type { ApiError, Empty } from '#protocol/aws';
import type { Call } from '../../action.ts';
import { alarmDocumentId } from './find-alarms.ts';

/** Turns the actions of alarms on or off; those that do not exist are passed over, as CloudWatch does. */
export async function switchActions(
  names: readonly string[],
  actionsEnabled: boolean,
  call: Call,
): Promise<Result<Empty, ApiError>> {
  for (const name of names) {
    const changed = await call.inventory.change('metric-alarm', alarmDocumentId(call, name), (present) =>
      ok(present === undefined || present.actionsEnabled === actionsEnabled ? present : { ...present, actionsEnabled }),
    );
    if (!changed.ok) return changed;
  }
  return ok({});
}
