import { jsonObject, timestamp } from '#metadata';
import type { Instance, InstanceProfile } from '#model';
import type { Credentials } from './credentials.ts';

// Bodies exactly as captured from EC2: two spaces of indentation, a space on both sides of the colon, no line feed at the
// end, times without a fraction (IAM User Guide, "Troubleshoot IAM and Amazon EC2", for the failures; they are HTTP 200).

const SEE_DOCUMENTATION =
  'Please see documentation at https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc.';

/** `iam/security-credentials/<role>` and the instance identity role's credentials. */
export function credentialsDocument(credentials: Credentials): string {
  return document(...credentialMembers(credentials));
}

/** `iam/security-credentials-extended/<role>`: the same and the account. */
export function extendedCredentialsDocument(credentials: Credentials, instance: Instance): string {
  return document(...credentialMembers(credentials), ['AccountId', credentials.accountId ?? instance.accountId]);
}

/** `iam/info`. */
export function profileDocument(profile: InstanceProfile, lastUpdatedMs: number): string {
  return document(
    ['Code', 'Success'],
    ['LastUpdated', timestamp(lastUpdatedMs)],
    ['InstanceProfileArn', profile.arn],
    ['InstanceProfileId', profile.id],
  );
}

/** `iam/info` of a profile whose role was taken out: a success with a message. */
export function emptyProfileDocument(profile: InstanceProfile, lastUpdatedMs: number): string {
  return document(
    ['Code', 'Success'],
    ['Message', `Instance Profile does not contain a role.  ${SEE_DOCUMENTATION}`],
    ['LastUpdated', timestamp(lastUpdatedMs)],
    ['InstanceProfileArn', profile.arn],
    ['InstanceProfileId', profile.id],
  );
}

/** What is answered after a profile was deleted. */
export function profileNotFoundDocument(profile: InstanceProfile, lastUpdatedMs: number): string {
  const message = `Instance Profile with Id ${profile.id} cannot be found.  ${SEE_DOCUMENTATION}`;
  return failureDocument('InstanceProfileNotFound', message, lastUpdatedMs);
}

/** What is answered when the role's trust policy does not let EC2 assume it. */
export function roleUnauthorizedDocument(roleName: string, lastUpdatedMs: number): string {
  const message = `EC2 cannot assume the role ${roleName}.  ${SEE_DOCUMENTATION}`;
  return failureDocument('AssumeRoleUnauthorizedAccess', message, lastUpdatedMs);
}

/** `identity-credentials/ec2/info`. */
export function identityInfoDocument(accountId: string, lastUpdatedMs: number): string {
  return document(['Code', 'Success'], ['LastUpdated', timestamp(lastUpdatedMs)], ['AccountId', accountId]);
}

type Member = readonly [name: string, value: string];

function credentialMembers(credentials: Credentials): readonly Member[] {
  return [
    ['Code', 'Success'],
    ['LastUpdated', timestamp(credentials.issuedAtMs)],
    ['Type', 'AWS-HMAC'],
    ['AccessKeyId', credentials.accessKeyId],
    ['SecretAccessKey', credentials.secretAccessKey],
    ['Token', credentials.sessionToken],
    ['Expiration', timestamp(credentials.expiresAtMs)],
  ];
}

function failureDocument(code: string, message: string, lastUpdatedMs: number): string {
  return document(['Code', code], ['Message', message], ['LastUpdated', timestamp(lastUpdatedMs)]);
}

function document(...members: readonly Member[]): string {
  return jsonObject(Object.fromEntries(members));
}
