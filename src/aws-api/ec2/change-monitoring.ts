import { err, ok } from '#base';
import type { Result } from '#base';
import type { ApiError, ec2 } from '#protocol/aws';
import type { Call } from '../action.ts';
import { allOf } from './all-of.ts';
import { instancesNotFound } from './errors.ts';
import { findInstances, isVisible } from './find-instances.ts';

/** Switches detailed monitoring of instances on or off. The answer tells what is under way, as EC2's does. */
export async function changeMonitoring(
  call: Call,
  ids: readonly string[],
  monitoring: 'enabled' | 'disabled',
): Promise<Result<readonly ec2.InstanceMonitoring[], ApiError>> {
  const found = findInstances(call, ids);
  if (!found.ok) return found;
  return allOf(found.value.map(({ entity }) => changeOne(call, entity.id, monitoring)));
}

async function changeOne(
  call: Call,
  id: string,
  monitoring: 'enabled' | 'disabled',
): Promise<Result<ec2.InstanceMonitoring, ApiError>> {
  const changed = await call.inventory.change('instance', id, (present) => {
    if (present === undefined || !isVisible(present, call)) return err(instancesNotFound([id]));
    const isSo = (present.monitoring ?? 'disabled') === monitoring;
    return ok(isSo ? present : { ...present, monitoring, revisedAtMs: call.nowMs });
  });
  if (!changed.ok) return changed;
  const isSo = changed.value.entity === changed.value.previous;
  const underWay = monitoring === 'enabled' ? 'pending' : 'disabling';
  return ok({ InstanceId: id, Monitoring: { State: isSo ? monitoring : underWay } });
}
