import { err, ok } from '#base';
import { completeInstance } from '#model';
import type { Instance, InstanceControls } from '#model';
import type { ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { instancesNotFound } from './errors.ts';
import { findInstance, malformedInstanceId } from './find-instances.ts';
import { instancePermission } from './instance-permission.ts';
import { instanceView } from './instance-view.ts';

/** EC2 API Reference, `DescribeInstanceAttribute`: one attribute. */
export const describeInstanceAttribute: ActionOf<'ec2', 'DescribeInstanceAttribute'> = {
  validate: ({ InstanceId }) => malformedInstanceId([InstanceId]),
  permissions: ({ InstanceId }, call) => [instancePermission(call, InstanceId)],
  act({ InstanceId, Attribute }, call) {
    const held = findInstance(call, InstanceId);
    if (held === undefined) return err(instancesNotFound([InstanceId]));
    const instance = completeInstance(held.entity);
    const shown = { instance, controls: held.entity.controls ?? {}, view: instanceView(held, call) };
    return ok({ InstanceId, ...ATTRIBUTES[Attribute](shown) });
  },
};

interface Shown {
  readonly instance: Instance;
  readonly controls: InstanceControls;
  readonly view: ec2.Instance;
}

const ATTRIBUTES: Readonly<Record<ec2.InstanceAttributeName, (shown: Shown) => ec2.InstanceAttribute>> = {
  blockDeviceMapping: ({ view }) => ({ BlockDeviceMappings: view.BlockDeviceMappings }),
  disableApiStop: ({ controls }) => ({ DisableApiStop: { Value: controls.disableApiStop ?? false } }),
  disableApiTermination: ({ controls }) => ({
    DisableApiTermination: { Value: controls.disableApiTermination ?? false },
  }),
  ebsOptimized: ({ controls }) => ({ EbsOptimized: { Value: controls.ebsOptimized ?? false } }),
  enaSupport: () => ({ EnaSupport: { Value: true } }),
  enclaveOptions: () => ({ EnclaveOptions: { Enabled: false } }),
  groupSet: ({ instance }) => ({
    Groups: instance.networkInterfaces[0].securityGroups.map(({ id, name }) => ({ GroupId: id, GroupName: name })),
  }),
  instanceInitiatedShutdownBehavior: ({ controls }) => ({
    InstanceInitiatedShutdownBehavior: { Value: controls.instanceInitiatedShutdownBehavior ?? 'stop' },
  }),
  instanceType: ({ instance }) => ({ InstanceType: { Value: instance.instanceType } }),
  kernel: ({ instance }) => (instance.kernelId === undefined ? {} : { KernelId: { Value: instance.kernelId } }),
  productCodes: ({ view }) => ({ ProductCodes: view.ProductCodes }),
  ramdisk: ({ instance }) => (instance.ramdiskId === undefined ? {} : { RamdiskId: { Value: instance.ramdiskId } }),
  rootDeviceName: ({ view }) => ({ RootDeviceName: { Value: view.RootDeviceName } }),
  sourceDestCheck: ({ controls }) => ({ SourceDestCheck: { Value: controls.sourceDestCheck ?? true } }),
  sriovNetSupport: () => ({ SriovNetSupport: { Value: 'simple' } }),
  userData: ({ instance }) =>
    instance.userDataBase64 === undefined ? {} : { UserData: { Value: instance.userDataBase64 } },
};
