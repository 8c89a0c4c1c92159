import { err, ok } from '#base';
import type { Result } from '#base';
import type { Image } from '#model';
import { CONDITION_KEYS } from '#policy';
import type { ApiError, ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { changeImage } from './change-image.ts';
import { ec2Error, invalidParameterValue } from './errors.ts';
import { imagePermission, malformedImageId } from './find-image.ts';

type Input = ec2.ModifyImageAttributeRequest;

/** What one call changes: it changes one thing. */
type Modification =
  | { readonly attribute: 'description'; readonly value: string }
  | { readonly attribute: 'imdsSupport'; readonly value: string }
  | { readonly attribute: 'launchPermission'; readonly add: readonly string[]; readonly remove: readonly string[] };

/** EC2 API Reference, `ModifyImageAttribute`. What `ImdsSupport` was set to cannot be taken back. */
export const modifyImageAttribute: ActionOf<'ec2', 'ModifyImageAttribute'> = {
  validate(input) {
    const modification = readModification(input);
    return malformedImageId([input.ImageId]) ?? (modification.ok ? undefined : modification.error);
  },
  permissions(input, call) {
    const permission = imagePermission(call, input.ImageId);
    const read = readModification(input);
    if (!read.ok) return [permission];
    const own = {
      [CONDITION_KEYS.attribute]: read.value.attribute,
      [CONDITION_KEYS.attributeImdsSupport]: read.value.attribute === 'imdsSupport' ? read.value.value : undefined,
    };
    return [{ ...permission, keys: { ...permission.keys, ...own } }];
  },
  async act(input, call) {
    const read = readModification(input);
    if (!read.ok) return read;
    const changed = await changeImage(call, input.ImageId, (image) => ok(modified(image, read.value)));
    return changed.ok ? ok({}) : changed;
  },
};

function modified(image: Image, modification: Modification): Image {
  switch (modification.attribute) {
    case 'description':
      return { ...image, description: modification.value };
    case 'imdsSupport':
      return image.imdsSupport === 'v2.0' ? image : { ...image, imdsSupport: 'v2.0' };
    case 'launchPermission': {
      const present = new Set(image.launchPermissions);
      for (const who of modification.add) present.add(who);
      for (const who of modification.remove) present.delete(who);
      return { ...image, launchPermissions: [...present] };
    }
  }
}

/** The attribute is named, with a value, or is a parameter of its own. */
function readModification(input: Input): Result<Modification, ApiError> {
  const { Attribute, Value, Description, ImdsSupport, LaunchPermission } = input;
  const own = [Description, ImdsSupport, LaunchPermission].filter((each) => each !== undefined);
  if (own.length > 1) return err(SEVERAL);
  const description = Description?.Value ?? (Attribute === 'description' ? Value : undefined);
  if (description !== undefined) return ok({ attribute: 'description', value: description });
  if (ImdsSupport !== undefined || Attribute === 'imdsSupport') return readImdsSupport(ImdsSupport?.Value ?? Value);
  if (LaunchPermission !== undefined || Attribute === 'launchPermission') return readLaunchPermission(input);
  return err(NONE);
}

function readImdsSupport(value = ''): Result<Modification, ApiError> {
  if (value === 'v2.0') return ok({ attribute: 'imdsSupport', value });
  return err(
    invalidParameterValue(
      `Value (${value.slice(0, 40)}) for parameter imdsSupport is invalid. The only value is v2.0, and it cannot be undone.`,
    ),
  );
}

function readLaunchPermission(input: Input): Result<Modification, ApiError> {
  const { LaunchPermission = {}, OperationType, UserIds = [], UserGroups = [] } = input;
  const named = [...UserIds, ...UserGroups];
  const add = [...whoIn(LaunchPermission.Add), ...(OperationType === 'add' ? named : [])];
  const remove = [...whoIn(LaunchPermission.Remove), ...(OperationType === 'remove' ? named : [])];
  if (add.length + remove.length === 0) return err(NONE);
  const wrong = [...add, ...remove].find((who) => who !== 'all' && !/^\d{12}$/.test(who));
  if (wrong === undefined) return ok({ attribute: 'launchPermission', add, remove });
  return err(
    ec2Error(
      'InvalidAMIAttributeItemValue',
      `Invalid attribute item value "${wrong.slice(0, 100)}" for userId item type.`,
    ),
  );
}

function whoIn(permissions: readonly ec2.LaunchPermission[] = []): readonly string[] {
  return permissions.map(
    ({ UserId, Group, OrganizationArn, OrganizationalUnitArn }) =>
      UserId ?? Group ?? OrganizationArn ?? OrganizationalUnitArn ?? '',
  );
}

const SEVERAL = ec2Error('InvalidParameterCombination', 'Fields for multiple attribute types specified');
const NONE = ec2Error('InvalidParameterCombination', 'No attributes specified.');
