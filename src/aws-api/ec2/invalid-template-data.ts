import type { ApiError, ec2 } from '#protocol/aws';
import { ec2Error } from './errors.ts';
import { invalidHopLimit } from './hop-limit.ts';
import { readUserData } from './user-data.ts';

const DESCRIPTION_LENGTH_MAX = 255;

/** What is wrong with a new version of a launch template. Whether it can be launched is told at launch. */
export function invalidTemplateVersion({
  LaunchTemplateData: data,
  VersionDescription = '',
}: {
  readonly LaunchTemplateData: ec2.RequestLaunchTemplateData;
  readonly VersionDescription?: string | undefined;
}): ApiError | undefined {
  if (VersionDescription.length > DESCRIPTION_LENGTH_MAX) return DESCRIPTION_TOO_LONG;
  if (Object.keys(data).length === 0) return NO_DATA;
  const hops = data.MetadataOptions?.HttpPutResponseHopLimit;
  const userData = readUserData(data.UserData ?? '');
  return (hops === undefined ? undefined : invalidHopLimit(hops)) ?? (userData.ok ? undefined : userData.error);
}

const DESCRIPTION_TOO_LONG = ec2Error(
  'InvalidParameterValue',
  `A version description has at most ${DESCRIPTION_LENGTH_MAX} characters.`,
);
const NO_DATA = ec2Error('MissingParameter', 'The request must contain the parameter LaunchTemplateData');
