import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeImage } from './change-image.ts';
import { imagePermission, malformedImageId } from './find-image.ts';

/** EC2 API Reference, `DeregisterImage`: instances launched from it stay as they are. */
export const deregisterImage: ActionOf<'ec2', 'DeregisterImage'> = {
  validate: ({ ImageId }) => malformedImageId([ImageId]),
  permissions: ({ ImageId }, call) => [imagePermission(call, ImageId)],
  async act({ ImageId }, call) {
    const changed = await changeImage(call, ImageId, (image) =>
      ok({ ...image, tags: {}, deregisteredAtMs: call.nowMs }),
    );
    return changed.ok ? ok({ Return: true }) : changed;
  },
};
