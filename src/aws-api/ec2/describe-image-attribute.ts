import { err, ok } from '#base';
import type { Image } from '#model';
import type { ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { notYours } from './change-image.ts';
import { findImage, imagePermission, imagesNotFound, malformedImageId } from './find-image.ts';
import { blockDeviceMappings } from './image-view.ts';

/** EC2 API Reference, `DescribeImageAttribute`: one attribute, for the owner. */
export const describeImageAttribute: ActionOf<'ec2', 'DescribeImageAttribute'> = {
  validate: ({ ImageId }) => malformedImageId([ImageId]),
  permissions: ({ ImageId }, call) => [imagePermission(call, ImageId)],
  act({ ImageId, Attribute }, call) {
    const image = findImage(call, ImageId);
    if (image === undefined) return err(imagesNotFound([ImageId]));
    if (image.accountId !== call.accountId) return err(notYours(ImageId));
    return ok({ ImageId, ...ATTRIBUTES[Attribute](image) });
  },
};

const ATTRIBUTES: Readonly<Record<ec2.ImageAttributeName, (image: Image) => ec2.ImageAttribute>> = {
  blockDeviceMapping: (image) => ({ BlockDeviceMappings: blockDeviceMappings(image) }),
  bootMode: () => ({}),
  deregistrationProtection: () => ({ DeregistrationProtection: { Value: 'disabled' } }),
  description: ({ description = '' }) => ({ Description: { Value: description } }),
  imdsSupport: ({ imdsSupport }) => (imdsSupport === undefined ? {} : { ImdsSupport: { Value: imdsSupport } }),
  kernel: () => ({}),
  lastLaunchedTime: () => ({}),
  launchPermission: ({ launchPermissions = [] }) => ({
    LaunchPermissions: launchPermissions.map((who) => (who === 'all' ? { Group: who } : { UserId: who })),
  }),
  productCodes: () => ({ ProductCodes: [] }),
  ramdisk: () => ({}),
  sriovNetSupport: () => ({}),
  tpmSupport: () => ({}),
  uefiData: () => ({}),
};
