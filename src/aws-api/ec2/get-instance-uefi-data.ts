import { err } from '#base';
import type { ActionOf } from '../action.ts';
import { ec2Error, instancesNotFound } from './errors.ts';
import { findInstance, malformedInstanceId } from './find-instances.ts';
import { instancePermission } from './instance-permission.ts';

/** EC2 API Reference, `GetInstanceUefiData`. No instance here has variables of UEFI that it could have changed. */
export const getInstanceUefiData: ActionOf<'ec2', 'GetInstanceUefiData'> = {
  validate: ({ InstanceId }) => malformedInstanceId([InstanceId]),
  permissions: ({ InstanceId }, call) => [instancePermission(call, InstanceId)],
  act({ InstanceId }, call) {
    if (findInstance(call, InstanceId) === undefined) return err(instancesNotFound([InstanceId]));
    const message = `The instance '${InstanceId}' does not have a non-volatile UEFI variable store.`;
    return err(ec2Error('UnsupportedOperation', message));
  },
};
