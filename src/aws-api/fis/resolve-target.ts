import type { Random } from '#base';
import { arn } from '#model';
import type { ExperimentTarget, InstanceDeclaration } from '#model';
import type { Call } from '../action.ts';
import { visibleInstances } from '../ec2/find-instances.ts';
import { stateOf } from '../ec2/instance-state.ts';

/** The instances a target comes to now, at random where it wants only some (AWS FIS User Guide, "Targets"). */
export function resolveTarget(call: Call, target: ExperimentTarget): readonly string[] {
  const matching = visibleInstances(call)
    .map(({ entity }) => entity)
    .filter((instance) => matches(call, target, instance))
    .map(({ id }) => id);
  return chosen(matching, target.selectionMode, call.platform.random);
}

function matches(call: Call, target: ExperimentTarget, instance: InstanceDeclaration): boolean {
  const { resourceType, resourceArns, resourceTags = {}, filters = [] } = target;
  const state = stateOf(instance);
  if (state === 'terminated' || state === 'shutting-down') return false;
  if (resourceType === 'aws:ec2:spot-instance' && (instance.lifeCycle !== 'spot' || state !== 'running')) return false;
  const own = arn(call.region, 'ec2', call.region, call.accountId, `instance/${instance.id}`);
  if (resourceArns !== undefined && resourceArns.length > 0 && !resourceArns.includes(own)) return false;
  const tagged = Object.entries(resourceTags).every(([key, value]) => instance.tags?.[key] === value);
  return tagged && filters.every(({ path, values }) => values.includes(attribute(instance, path)));
}

function attribute(instance: InstanceDeclaration, path: string): string {
  switch (path) {
    case 'State.Name':
      return stateOf(instance);
    case 'InstanceType':
      return instance.instanceType ?? 't3.micro';
    default:
      return instance.availabilityZone ?? `${instance.region}a`;
  }
}

function chosen(ids: readonly string[], selectionMode: string, random: Random): readonly string[] {
  const [, mode, number = ''] = /^(COUNT|PERCENT)\((\d+)\)$/.exec(selectionMode) ?? [];
  if (mode === undefined) return ids;
  const count = mode === 'COUNT' ? Number(number) : Math.max(1, Math.floor((ids.length * Number(number)) / 100));
  const keyed = ids.map((id) => ({ id, key: Buffer.from(random.bytes(8)).toString('hex') }));
  keyed.sort((one, other) => (one.key < other.key ? -1 : 1));
  return keyed.slice(0, count).map(({ id }) => id);
}
