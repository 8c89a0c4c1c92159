import { err } from '#base';
import type { Result } from '#base';
import type { Image } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { Changed } from '../inventory/inventory.ts';
import { ec2Error } from './errors.ts';
import { imagesNotFound, isVisible } from './find-image.ts';

/** Makes of an image that the call's account owns what `update` says. */
export function changeImage(
  call: Call,
  id: string,
  update: (image: Image) => Result<Image, ApiError>,
): Promise<Result<Changed<Image>, ApiError>> {
  return call.inventory.change('image', id, (present) => {
    if (present === undefined || !isVisible(present, call)) return err(imagesNotFound([id]));
    return present.accountId === call.accountId ? update(present) : err(notYours(id));
  });
}

/** An image of somebody else's. */
export function notYours(id: string): ApiError {
  return ec2Error('AuthFailure', `Not authorized for image:${id}`);
}
