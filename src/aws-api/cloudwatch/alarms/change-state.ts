import { ok } from '#base';
import type { AlarmState, MetricAlarm } from '#model';
import type { Call } from '../../action.ts';
import { documentId } from '../../inventory/entities.ts';
import { alarmMessage } from './alarm-message.ts';
import { historyOf } from './history.ts';

/** What changing an alarm takes. */
export type AlarmParts = Pick<Call, 'inventory' | 'observed' | 'alarmAct' | 'unexpected'> & {
  readonly platform: { readonly clock: Call['platform']['clock'] };
};

/** The state an alarm is to have, and why. */
export interface NewState {
  readonly value: AlarmState;
  readonly reason: string;
  readonly reasonData: string | undefined;
}

/**
 * Keeps the new state of an alarm and, if it is another one than before, notes it and does what the alarm says. Settled once
 * the state is kept, with what settles once everything has been done.
 */
export async function changeState(
  parts: AlarmParts,
  alarm: MetricAlarm,
  fresh: NewState,
): Promise<{ readonly done: Promise<void> }> {
  const nowMs = parts.platform.clock.now();
  const changed = await parts.inventory.change('metric-alarm', documentId('metric-alarm', alarm), (present) => {
    // Deleted or configured anew in the meantime: what was found out is about another alarm.
    if (present === undefined || present.configuredAtMs !== alarm.configuredAtMs) return ok(present);
    const isTransition = present.state.value !== fresh.value;
    const transitionedAtMs = isTransition ? nowMs : present.state.transitionedAtMs;
    return ok({ ...present, state: { ...fresh, updatedAtMs: nowMs, transitionedAtMs } });
  });
  if (!changed.ok) throw new Error(`the state of the alarm ${alarm.name} was not kept: ${changed.error.message}`);
  const { previous, entity } = changed.value;
  const isTransition = previous !== undefined && entity !== undefined && previous.state.value !== entity.state.value;
  if (!isTransition) return { done: Promise.resolve() };
  parts.observed.recordAlarm(nowMs, historyOf(entity).stateUpdate(previous.state));
  return { done: entity.actionsEnabled ? act(parts, entity, previous.state.value) : Promise.resolve() };
}

async function act(parts: AlarmParts, alarm: MetricAlarm, previous: AlarmState): Promise<void> {
  const message = alarmMessage(alarm, previous);
  await Promise.all(
    alarm.actions[alarm.state.value].map(async (action) => {
      const done = await parts.alarmAct(action, message);
      const nowMs = parts.platform.clock.now();
      parts.observed.recordAlarm(nowMs, historyOf(alarm).action(action, done.ok ? undefined : done.error));
    }),
  );
}
