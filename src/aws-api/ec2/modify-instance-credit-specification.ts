import { err, ok } from '#base';
import type { Result } from '#base';
import type { InstanceDeclaration } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { isBurstable } from './cpu-credits.ts';
import { instancesNotFound, invalidParameterValue } from './errors.ts';
import { findInstance, isVisible, malformedInstanceId } from './find-instances.ts';
import { instancePermission } from './instance-permission.ts';
import { stateOf } from './instance-state.ts';

/** EC2 API Reference, `ModifyInstanceCreditSpecification`: what can be done is done, and told apart from what cannot. */
export const modifyInstanceCreditSpecification: ActionOf<'ec2', 'ModifyInstanceCreditSpecification'> = {
  validate({ InstanceCreditSpecifications: asked }) {
    const wrong = asked.find(({ CpuCredits }) => CpuCredits !== 'standard' && CpuCredits !== 'unlimited');
    if (wrong === undefined) return malformedInstanceId(asked.map(({ InstanceId }) => InstanceId));
    return invalidParameterValue(`Invalid value '${(wrong.CpuCredits ?? '').slice(0, 100)}' for CpuCredits.`);
  },
  permissions: ({ InstanceCreditSpecifications: asked }, call) =>
    asked.map(({ InstanceId }) => instancePermission(call, InstanceId)),
  async act({ InstanceCreditSpecifications: asked }, call) {
    const successful: ec2.SuccessfulInstanceCreditSpecificationItem[] = [];
    const unsuccessful: ec2.UnsuccessfulInstanceCreditSpecificationItem[] = [];
    for (const { InstanceId, CpuCredits } of asked) {
      const refusal = refusalOf(findInstance(call, InstanceId)?.entity, InstanceId);
      if (refusal !== undefined) {
        unsuccessful.push({ InstanceId, Error: refusal });
        continue;
      }
      const changed = await changeCredits(call, InstanceId, CpuCredits === 'standard' ? 'standard' : 'unlimited');
      if (!changed.ok) return changed;
      successful.push({ InstanceId });
    }
    return ok({
      SuccessfulInstanceCreditSpecifications: successful,
      UnsuccessfulInstanceCreditSpecifications: unsuccessful,
    });
  },
};

function refusalOf(
  instance: InstanceDeclaration | undefined,
  id: string,
): ec2.UnsuccessfulInstanceCreditSpecificationItemError | undefined {
  if (instance === undefined) {
    return { Code: 'InvalidInstanceID.NotFound', Message: `The instance ID '${id}' does not exist` };
  }
  const state = stateOf(instance);
  if (state === 'terminated') {
    return { Code: 'IncorrectInstanceState', Message: `The instance '${id}' is in the state '${state}'` };
  }
  if (isBurstable(instance)) return undefined;
  const Message = `The instance type of the instance '${id}' does not support CPU credits`;
  return { Code: 'InstanceCreditSpecification.NotSupported', Message };
}

function changeCredits(
  call: Call,
  id: string,
  cpuCredits: 'standard' | 'unlimited',
): Promise<Result<unknown, ApiError>> {
  return call.inventory.change('instance', id, (present) =>
    present === undefined || !isVisible(present, call)
      ? err(instancesNotFound([id]))
      : ok({ ...present, controls: { ...present.controls, cpuCredits } }),
  );
}
