import { err, ok } from '#base';
import type { Result } from '#base';
import type { InstanceControls } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import { ec2Error, invalidParameterValue } from './errors.ts';
import { INSTANCE_TYPE_NAME } from './instance-type-name.ts';
import { readUserData } from './user-data.ts';

type Input = ec2.ModifyInstanceAttributeRequest;

/** What one call changes of an instance: it changes one attribute. */
export type InstanceModification =
  | { readonly attribute: 'userData'; readonly value: string | undefined }
  | { readonly attribute: 'instanceType' | 'kernel' | 'ramdisk'; readonly value: string }
  | { readonly attribute: 'groupSet'; readonly value: readonly string[] }
  | { readonly attribute: 'blockDeviceMapping'; readonly value: readonly ec2.InstanceBlockDeviceMappingSpecification[] }
  | { readonly attribute: Control; readonly controls: InstanceControls };

type Control =
  | 'disableApiStop'
  | 'disableApiTermination'
  | 'ebsOptimized'
  | 'instanceInitiatedShutdownBehavior'
  | 'sourceDestCheck';

/** Reads what is to be changed: an attribute that is a parameter of its own, or one that is named, with a value. */
export function readInstanceModification(input: Input): Result<InstanceModification, ApiError> {
  const own = ownParameter(input);
  const named = input.Attribute === undefined ? [] : [namedAttribute(input.Attribute, input)];
  const [modification, ...more] = [...own, ...named];
  if (modification === undefined) return err(NONE);
  return more.length === 0 ? modification : err(SEVERAL);
}

const NONE = ec2Error('InvalidParameterCombination', 'No attributes specified.');
const SEVERAL = ec2Error('InvalidParameterCombination', 'Fields for multiple attribute types specified');

type Read = Result<InstanceModification, ApiError>;

function ownParameter(input: Input): readonly Read[] {
  const { UserData, InstanceType, Kernel, Ramdisk, Groups, InstanceInitiatedShutdownBehavior: behavior } = input;
  const read: (Read | undefined)[] = [
    // It has been decoded as every blob is.
    UserData && readUserDataOf(Buffer.from(UserData.Value ?? []).toString('base64')),
    InstanceType && readText('instanceType', InstanceType.Value),
    Kernel && readText('kernel', Kernel.Value),
    Ramdisk && readText('ramdisk', Ramdisk.Value),
    Groups && ok({ attribute: 'groupSet', value: Groups }),
    behavior && readBehavior(behavior.Value),
    input.DisableApiStop && readSwitch('disableApiStop', input.DisableApiStop.Value),
    input.DisableApiTermination && readSwitch('disableApiTermination', input.DisableApiTermination.Value),
    input.EbsOptimized && readSwitch('ebsOptimized', input.EbsOptimized.Value),
    input.SourceDestCheck && readSwitch('sourceDestCheck', input.SourceDestCheck.Value),
    input.EnaSupport && fixed('enaSupport'),
    input.EnclaveOptions && fixed('enclaveOptions'),
    input.SriovNetSupport && fixed('sriovNetSupport'),
    input.BlockDeviceMappings && ok({ attribute: 'blockDeviceMapping', value: input.BlockDeviceMappings }),
  ];
  // With a name besides them, these are its value.
  return input.Attribute === undefined ? read.filter((each) => each !== undefined) : [];
}

function namedAttribute(attribute: ec2.InstanceAttributeName, input: Input): Read {
  const { Value, BlockDeviceMappings, Groups } = input;
  switch (attribute) {
    case 'userData':
      return readUserDataOf(Value ?? Buffer.from(input.UserData?.Value ?? []).toString('base64'));
    case 'instanceType':
    case 'kernel':
    case 'ramdisk':
      return readText(attribute, Value);
    case 'groupSet':
      return ok({ attribute, value: Groups ?? (Value === undefined ? [] : [Value]) });
    case 'instanceInitiatedShutdownBehavior':
      return readBehavior(Value);
    case 'disableApiStop':
    case 'disableApiTermination':
    case 'ebsOptimized':
    case 'sourceDestCheck':
      return readSwitch(attribute, Value === undefined ? undefined : Value.toLowerCase() === 'true');
    case 'blockDeviceMapping':
      return ok({ attribute, value: BlockDeviceMappings ?? [] });
    case 'enaSupport':
    case 'enclaveOptions':
    case 'productCodes':
    case 'rootDeviceName':
    case 'sriovNetSupport':
      return fixed(attribute);
  }
}

function readUserDataOf(text: string): Read {
  const userData = readUserData(text);
  return userData.ok ? ok({ attribute: 'userData', value: userData.value }) : userData;
}

function readText(attribute: 'instanceType' | 'kernel' | 'ramdisk', value = ''): Read {
  const pattern = { instanceType: INSTANCE_TYPE_NAME, kernel: /^aki-/, ramdisk: /^ari-/ }[attribute];
  if (pattern.test(value)) return ok({ attribute, value });
  return err(invalidParameterValue(`Invalid value '${value.slice(0, 100)}' for ${attribute}.`));
}

function readBehavior(value = ''): Read {
  if (value === 'stop' || value === 'terminate') {
    const attribute = 'instanceInitiatedShutdownBehavior';
    return ok({ attribute, controls: { [attribute]: value } });
  }
  return err(invalidParameterValue(`Invalid value '${value.slice(0, 100)}' for instanceInitiatedShutdownBehavior.`));
}

function readSwitch(
  attribute: Exclude<Control, 'instanceInitiatedShutdownBehavior'>,
  value: boolean | undefined,
): Read {
  if (value === undefined)
    return err(ec2Error('MissingParameter', `The request must contain the parameter ${attribute}`));
  return ok({ attribute, controls: { [attribute]: value } });
}

function fixed(attribute: string): Read {
  return err(ec2Error('UnsupportedOperation', `The attribute ${attribute} cannot be modified.`));
}
