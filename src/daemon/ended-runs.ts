import type { InstanceDeclaration } from '#model';
import type { Change, Replica } from '#registry';
import type { EndedRun } from '#telemetry';
import { INSTANCE_KIND } from './plan-instance.ts';

/** How the documents of instances that run no more say so. */
const ENDED = ['"state":"stopped"', '"state":"terminated"'];

/**
 * The runs of instances that are over by `changes`: of those that are stopped or terminated by then, and of those that are
 * taken away while they run. `replica` is as it was before.
 */
export function endedRuns(changes: readonly Change[], replica: Replica, nowMs: number): readonly EndedRun[] {
  return changes.flatMap((change) => {
    if (change.kind !== INSTANCE_KIND) return [];
    return (change.body === undefined ? takenAway(change.id, replica, nowMs) : ended(change.body)) ?? [];
  });
}

function takenAway(id: string, replica: Replica, nowMs: number): EndedRun | undefined {
  const instance = replica.find(id)?.instance;
  if (instance === undefined || hasEnded(instance)) return undefined;
  return runOf(instance, nowMs);
}

/** When it was revised is when it ended, as long as nothing else is changed of it; of a run the first that is told holds. */
function ended(body: string): EndedRun | undefined {
  if (!ENDED.some((text) => body.includes(text))) return undefined;
  // Documents of this kind are written by this room and the API, as instances.
  const instance = JSON.parse(body) as InstanceDeclaration;
  return hasEnded(instance) ? runOf(instance, instance.revisedAtMs) : undefined;
}

function hasEnded({ state }: Pick<InstanceDeclaration, 'state'>): boolean {
  return state === 'stopped' || state === 'terminated';
}

function runOf(
  instance: Pick<InstanceDeclaration, 'id' | 'accountId' | 'region' | 'launchTimeMs'>,
  toMs: number,
): EndedRun {
  const { id: instanceId, accountId, region, launchTimeMs } = instance;
  return { instanceId, owner: { accountId, region }, fromMs: launchTimeMs, toMs };
}
