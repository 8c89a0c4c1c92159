import { err, ok } from '#base';
import type { Result } from '#base';
import { arn } from '#model';
import type { IamInstanceProfile, InstanceProfile } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { Permission } from '../authorize/permission.ts';
import { iamDocumentId } from '../inventory/entities.ts';
import { seenProfile } from '../inventory/seen-profile.ts';
import { ec2Error, invalidParameterValue } from './errors.ts';

type Specification = ec2.IamInstanceProfileSpecification;

/** What is wrong with a specification of an instance profile without looking it up. */
export function invalidProfileSpecification({ Arn, Name }: Specification): ApiError | undefined {
  if (Arn === undefined && Name === undefined) {
    return ec2Error(
      'MissingParameter',
      'The request must contain the parameter iamInstanceProfile.name or iamInstanceProfile.arn',
    );
  }
  return Arn === undefined || Name === undefined ? undefined : ONE_OF_BOTH;
}

const ONE_OF_BOTH = ec2Error(
  'InvalidParameterCombination',
  "The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'",
);

/** The instance profile that is meant, in the call's account, with a role in it as EC2 demands. */
export function findProfile(
  { inventory, accountId }: Call,
  { Arn, Name }: Specification,
): Result<IamInstanceProfile, ApiError> {
  const said = (Arn ?? Name ?? '').slice(0, 300);
  const name = Name ?? said.slice(said.lastIndexOf('/') + 1);
  const profile = inventory.get('instance-profile', iamDocumentId(accountId, name));
  const parameter = Arn === undefined ? 'iamInstanceProfile.name' : 'iamInstanceProfile.arn';
  const invalid = `Value (${said}) for parameter ${parameter} is invalid.`;
  if (profile === undefined || (Arn !== undefined && profile.arn !== Arn)) {
    const kind = Arn === undefined ? 'name' : 'ARN';
    return err(invalidParameterValue(`${invalid} Invalid IAM Instance Profile ${kind}`));
  }
  if (profile.roleName !== undefined) return ok(profile);
  return err(invalidParameterValue(`${invalid} IAM Instance Profile "${profile.name}" has no associated IAM Roles`));
}

/** What an instance sees of a profile. */
export function profileOfInstance(call: Call, profile: IamInstanceProfile, instanceId: string): InstanceProfile {
  const { region, accountId } = call;
  const instanceArn = arn(region, 'ec2', region, accountId, `instance/${instanceId}`);
  return seenProfile(call, profile, { accountId, instanceArn });
}

/** Permission to hand the role of a profile to EC2; none if there is no such profile (IAM User Guide, `iam:PassRole`). */
export function passRolePermissions(
  call: Call,
  specification: Specification,
  instanceArn: string,
): readonly Permission[] {
  const profile = findProfile(call, specification);
  if (!profile.ok) return [];
  const { accountId, roleName = '' } = profile.value;
  const role = call.inventory.get('role', iamDocumentId(accountId, roleName));
  return [
    {
      action: 'iam:PassRole',
      resource: role?.arn ?? arn(call.region, 'iam', '', accountId, `role/${roleName}`),
      resourceTags: role?.tags,
      keys: { 'iam:PassedToService': 'ec2.amazonaws.com', 'iam:AssociatedResourceArn': instanceArn },
    },
  ];
}
