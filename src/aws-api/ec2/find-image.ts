import { arn, deriveResourceId } from '#model';
import type { Image } from '#model';
import { CONDITION_KEYS } from '#policy';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { Permission } from '../authorize/permission.ts';
import { ec2Error } from './errors.ts';
import { publicImages, PUBLISHERS } from './public-images.ts';

/** What is wrong with the spelling of image ids. */
export function malformedImageId(ids: readonly string[]): ApiError | undefined {
  const malformed = ids.find((id) => !/^ami-(?:[\da-f]{8}|[\da-f]{17})$/.test(id));
  if (malformed === undefined) return undefined;
  return ec2Error('InvalidAMIID.Malformed', `Invalid id: "${malformed.slice(0, 100)}" (expecting "ami-...")`);
}

/** Images that do not exist for the caller. */
export function imagesNotFound(ids: readonly string[]): ApiError {
  const message =
    ids.length === 1 ? `The image id '[${ids[0]}]' does not exist` : `The image ids '[${ids.join(', ')}]' do not exist`;
  return ec2Error('InvalidAMIID.NotFound', message);
}

/** Every image registered in the call's Region that its account may launch. */
export function visibleImages(call: Call): readonly Image[] {
  return call.inventory
    .all('image')
    .map(({ entity }) => entity)
    .filter((image) => isVisible(image, call));
}

/** The image of this id; undefined if the call's account may not launch it in its Region. */
export function findImage(call: Call, id: string): Image | undefined {
  const image = call.inventory.get('image', id);
  if (image !== undefined) return isVisible(image, call) ? image : undefined;
  return publicImages(call.region).find((each) => each.id === id);
}

/**
 * The image of this id, also one that nobody registered here. Of those there is no list, but they can be launched, and who
 * launches one by Terraform asks for its devices before. Undefined for one that is known not to be there for the caller.
 */
export function knownImage(call: Call, id: string): Image | undefined {
  const isRegistered = call.inventory.get('image', id) !== undefined;
  return findImage(call, id) ?? (isRegistered ? undefined : somebodyElses(id, call.region));
}

function somebodyElses(id: string, region: string): Image {
  return {
    id,
    accountId: PUBLISHERS.amazon,
    region,
    architecture: 'x86_64',
    rootDeviceName: '/dev/xvda',
    blockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { SnapshotId: deriveResourceId('snap', id) } }],
    launchPermissions: ['all'],
    createdAtMs: 0,
    tags: {},
  };
}

/** Whether an image is there for the call's account, in its Region. */
export function isVisible(image: Image, { accountId, region }: Call): boolean {
  if (image.region !== region || image.deregisteredAtMs !== undefined) return false;
  return (
    image.accountId === accountId || (image.launchPermissions ?? []).some((who) => who === accountId || who === 'all')
  );
}

/** Permission for something with one image, with the condition keys of that image. */
export function imagePermission(call: Call, id: string): Permission {
  const resource = arn(call.region, 'ec2', call.region, '', `image/${id}`);
  const image = findImage(call, id);
  return image === undefined ? { resource } : { resource, resourceTags: image.tags, keys: imageKeys(image) };
}

function imageKeys(image: Image): NonNullable<Permission['keys']> {
  return {
    [CONDITION_KEYS.imdsSupport]: image.imdsSupport,
    'ec2:ImageID': image.id,
    'ec2:ImageType': 'machine',
    'ec2:Owner': image.accountId,
    'ec2:Public': image.launchPermissions?.includes('all') ?? false,
    'ec2:RootDeviceType': 'ebs',
  };
}
