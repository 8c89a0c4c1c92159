import { err, ok } from '#base';
import type { Result } from '#base';
import { arn, deriveResourceId } from '#model';
import type { Image, ImageHardware } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import { CONDITION_KEYS } from '#policy';
import type { ActionOf, Call } from '../action.ts';
import { ec2Error, invalidParameterValue } from './errors.ts';
import { visibleImages } from './find-image.ts';
import { invalidTagSpecifications, specifiedTags, tagOnCreatePermissions } from './tag-specifications.ts';

type Input = ec2.RegisterImageRequest;

const TAGGABLE: ReadonlySet<string> = new Set(['image', 'snapshot']);
const GENERATIONS_MAX = 10_000;

/** EC2 API Reference, `RegisterImage`. */
export const registerImage: ActionOf<'ec2', 'RegisterImage'> = {
  validate: (input) =>
    invalidName(input.Name) ??
    invalidTagSpecifications(input.TagSpecifications ?? [], TAGGABLE) ??
    (hasRoot(input) ? undefined : NO_ROOT) ??
    (ARCHITECTURES.has(input.Architecture ?? 'i386')
      ? undefined
      : invalidParameterValue(`The architecture ${input.Architecture} is not offered.`)),
  permissions(input, call) {
    const resource = arn(call.region, 'ec2', call.region, '', 'image/*');
    const requestTags = specifiedTags(input.TagSpecifications, 'image');
    const keys = { [CONDITION_KEYS.imdsSupport]: input.ImdsSupport };
    return [{ resource, requestTags, keys }, ...tagOnCreatePermissions(resource, requestTags, 'RegisterImage')];
  },
  async act(input, call) {
    const duplicate = visibleImages(call).find((each) => each.accountId === call.accountId && each.name === input.Name);
    if (duplicate !== undefined) return err(nameInUse(duplicate));
    const id = freeId(input, call);
    const changed = await call.inventory.change('image', id, (present) => newImage(present, id, input, call));
    return changed.ok ? ok({ ImageId: id }) : changed;
  },
};

/** EC2 API Reference, `RegisterImage`, `Name`. */
function invalidName(name: string): ApiError | undefined {
  if (/^[\w()[\] ./\-'@]{3,128}$/.test(name)) return undefined;
  return ec2Error(
    'InvalidAMIName.Malformed',
    "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '[', ']', ' ', '.', '/', '-', ''', '@' and '_'",
  );
}

const ARCHITECTURES: ReadonlySet<string> = new Set(['i386', 'x86_64', 'arm64']);

function hasRoot({ ImageLocation, RootDeviceName, BlockDeviceMappings = [] }: Input): boolean {
  return ImageLocation !== undefined || RootDeviceName !== undefined || BlockDeviceMappings.length > 0;
}

const NO_ROOT = ec2Error('MissingParameter', 'The request must contain the parameter rootDeviceName');

/**
 * The id comes from the name, so that of two who register one name at once the second finds the first; and from how often the
 * name was used before, as ids are not used again.
 */
function freeId({ Name }: Input, { inventory, accountId, region }: Call): string {
  for (let generation = 0; generation < GENERATIONS_MAX; generation++) {
    const id = deriveResourceId('ami', `${accountId}/${region}/${Name}/${generation}`);
    if (inventory.get('image', id)?.deregisteredAtMs === undefined) return id;
  }
  throw new Error('an image name has been used too often');
}

function newImage(present: Image | undefined, id: string, input: Input, call: Call): Result<Image, ApiError> {
  if (present !== undefined) return err(nameInUse(present));
  const { BlockDeviceMappings = [], RootDeviceName, Architecture } = input;
  return ok({
    id,
    accountId: call.accountId,
    region: call.region,
    name: input.Name,
    description: input.Description,
    imdsSupport: input.ImdsSupport,
    architecture: Architecture === 'x86_64' || Architecture === 'arm64' ? Architecture : 'i386',
    rootDeviceName: RootDeviceName ?? BlockDeviceMappings[0]?.DeviceName ?? '/dev/sda1',
    blockDeviceMappings: BlockDeviceMappings.map((mapping) => ({ ...mapping })),
    hardware: hardwareOf(input),
    createdAtMs: call.nowMs,
    tags: specifiedTags(input.TagSpecifications, 'image'),
  });
}

/** EC2 API Reference, `RegisterImage`: an image is paravirtual and without enhanced networking unless it says otherwise. */
function hardwareOf(input: Input): ImageHardware {
  return {
    imageLocation: input.ImageLocation === '' ? undefined : input.ImageLocation,
    virtualizationType: input.VirtualizationType === 'hvm' ? 'hvm' : 'paravirtual',
    enaSupport: input.EnaSupport ?? false,
    sriovNetSupport: input.SriovNetSupport,
    bootMode: input.BootMode,
    tpmSupport: input.TpmSupport,
    kernelId: input.KernelId,
    ramdiskId: input.RamdiskId,
  };
}

function nameInUse({ id, name }: Image): ApiError {
  return ec2Error('InvalidAMIName.Duplicate', `AMI name ${name} is already in use by AMI ${id}`);
}
