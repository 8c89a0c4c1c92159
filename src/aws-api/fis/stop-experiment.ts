import { err, ok } from '#base';
import type { Result } from '#base';
import type { ApiError } from '#protocol/aws';
import { withdraw } from '#schedule';
import type { ActionOf, Call } from '../action.ts';
import { conflict } from './errors.ts';
import { experimentState, experimentView, findExperiment } from './experiments.ts';

/** AWS FIS API Reference, `StopExperiment`. What has not come to its end is taken back. */
export const stopExperiment: ActionOf<'fis', 'StopExperiment'> = {
  async act({ id }, call) {
    const found = findExperiment(call, id);
    if (!found.ok) return found;
    const stopped = await call.inventory.change('experiment', id, (present) => {
      if (present === undefined || experimentState(present, call.nowMs).status !== 'running')
        return err(conflict(`Experiment ${id} is not running.`));
      return ok({ ...present, stoppedAtMs: call.nowMs });
    });
    if (!stopped.ok) return stopped;
    for (const { eventId, endMs } of Object.values(found.value.planned)) {
      if (eventId === undefined || endMs <= call.nowMs) continue;
      const canceled = await cancel(call, eventId);
      if (!canceled.ok) return canceled;
    }
    const experiment = findExperiment(call, id);
    return experiment.ok ? ok({ experiment: experimentView(experiment.value, call.nowMs) }) : experiment;
  },
};

async function cancel(call: Call, eventId: string): Promise<Result<unknown, ApiError>> {
  const changed = await call.inventory.change('instance-event', eventId, (present) =>
    ok(present && { ...present, state: 'canceled' }),
  );
  if (!changed.ok) return changed;
  const event = changed.value.previous;
  for (const id of event?.instanceIds ?? []) {
    const back = await call.inventory.change('instance', id, (present) =>
      ok(present && event && withdraw(present, event, call.nowMs)),
    );
    if (!back.ok) return back;
  }
  return ok(undefined);
}
