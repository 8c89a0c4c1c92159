import { err, ok } from '#base';
import type { Result } from '#base';
import type { InstanceDeclaration, InstanceState } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { Call } from '../action.ts';
import { ec2Error, instancesNotFound } from './errors.ts';
import { allOf } from './all-of.ts';
import { findInstances, isVisible } from './find-instances.ts';
import { stateOf, stateView } from './instance-state.ts';

/**
 * One way of changing the state of instances. There is no machine that would take time to stop or start, so the document
 * has the state where it ends at once; the answer tells the one it goes through, as EC2's does.
 */
export interface Transition {
  /** In which states it can be asked for. */
  readonly from: readonly InstanceState[];
  /** What the answer says of an instance that changes. */
  readonly through: InstanceState;
  /** Of an instance in one of these states nothing changes. */
  readonly already: readonly InstanceState[];
  /** `stopped`, `started`, … for the refusal. */
  readonly participle: string;
  /** What forbids it, whatever the state. */
  readonly forbidden?: (instance: InstanceDeclaration) => ApiError | undefined;
  readonly apply: (instance: InstanceDeclaration, nowMs: number) => InstanceDeclaration;
}

/** Takes every instance through `transition`, or none if one of them cannot be. */
export async function changeInstanceStates(
  call: Call,
  ids: readonly string[],
  transition: Transition,
): Promise<Result<readonly ec2.InstanceStateChange[], ApiError>> {
  const found = findInstances(call, ids);
  if (!found.ok) return found;
  const unfit = found.value.map(({ entity }) => refusalOf(entity, transition)).find((refusal) => refusal !== undefined);
  if (unfit !== undefined) return err(unfit);
  return allOf(found.value.map(({ entity }) => changeOne(call, entity.id, transition)));
}

function refusalOf(instance: InstanceDeclaration, transition: Transition): ApiError | undefined {
  const state = stateOf(instance);
  if (transition.already.includes(state)) return undefined;
  if (transition.from.includes(state)) return transition.forbidden?.(instance);
  const message = `The instance '${instance.id}' is not in a state from which it can be ${transition.participle}.`;
  return ec2Error('IncorrectInstanceState', message);
}

async function changeOne(
  call: Call,
  id: string,
  transition: Transition,
): Promise<Result<ec2.InstanceStateChange, ApiError>> {
  const changed = await call.inventory.change('instance', id, (present) => {
    if (present === undefined || !isVisible(present, call)) return err(instancesNotFound([id]));
    const refusal = refusalOf(present, transition);
    if (refusal !== undefined) return err(refusal);
    return ok(transition.already.includes(stateOf(present)) ? present : transition.apply(present, call.nowMs));
  });
  if (!changed.ok) return changed;
  const { previous, entity } = changed.value;
  const before = previous === undefined ? 'terminated' : stateOf(previous);
  const current = entity === previous ? before : transition.through;
  return ok({ InstanceId: id, PreviousState: stateView(before), CurrentState: stateView(current) });
}
