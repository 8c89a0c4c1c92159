import type { ApiError, ec2 } from '#protocol/aws';
import { ec2Error, invalidParameterValue } from '../errors.ts';
import { malformedImageId } from '../find-image.ts';
import { invalidProfileSpecification } from '../find-profile.ts';
import { invalidHopLimit } from '../hop-limit.ts';
import { INSTANCE_TYPE_NAME } from '../instance-type-name.ts';
import { invalidTagSpecifications } from '../tag-specifications.ts';
import { readUserData } from '../user-data.ts';
import { invalidNetwork } from './invalid-network.ts';
import { invalidSpotOptions } from './invalid-spot-options.ts';
import type { LaunchParameters } from './launch-parameters.ts';

/** What a launch can give tags to (EC2 API Reference, `RunInstances`). */
const TAGGABLE: ReadonlySet<string> = new Set([
  'instance',
  'volume',
  'network-interface',
  'spot-instances-request',
  'elastic-gpu',
]);

/** What is wrong with the counts of a launch. */
export function invalidCounts({ MinCount: min, MaxCount: max }: ec2.RunInstancesRequest): ApiError | undefined {
  if (!Number.isInteger(min) || min < 1)
    return invalid('minCount', min, 'The value must be an integer greater than 0.');
  if (!Number.isInteger(max) || max < 1)
    return invalid('maxCount', max, 'The value must be an integer greater than 0.');
  return min <= max ? undefined : invalid('minCount', min, 'The value must not be greater than maxCount.');
}

/** What is wrong with the parameters of a launch, found without looking anything up. */
export function invalidLaunch(parameters: LaunchParameters): ApiError | undefined {
  const { ImageId, IamInstanceProfile, TagSpecifications = [], MetadataOptions, UserData = '' } = parameters;
  const hops = MetadataOptions?.HttpPutResponseHopLimit;
  const userData = readUserData(UserData);
  return (
    (ImageId === undefined ? undefined : malformedImageId([ImageId])) ??
    invalidInstanceType(parameters) ??
    invalidSpotOptions(parameters) ??
    (hops === undefined ? undefined : invalidHopLimit(hops)) ??
    (userData.ok ? undefined : userData.error) ??
    (IamInstanceProfile && invalidProfileSpecification(IamInstanceProfile)) ??
    invalidTagSpecifications(TagSpecifications, TAGGABLE) ??
    invalidNetwork(parameters)
  );
}

function invalidInstanceType({ InstanceType: type }: LaunchParameters): ApiError | undefined {
  if (type === undefined || INSTANCE_TYPE_NAME.test(type)) return undefined;
  return invalidParameterValue(`Invalid value '${type.slice(0, 100)}' for InstanceType.`);
}

/** A launch without an image, of which nobody has one by default. */
export const IMAGE_MISSING = ec2Error('MissingParameter', 'The request must contain the parameter ImageId');

function invalid(parameter: string, value: number, expected: string): ApiError {
  return invalidParameterValue(`Value (${value}) for parameter ${parameter} is invalid. ${expected}`);
}
