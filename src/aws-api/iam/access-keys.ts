import type { AccessKey } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import { noSuchEntity, validationError } from './errors.ts';

/** How many access keys a user may have (IAM User Guide, "IAM and AWS STS quotas"). */
export const ACCESS_KEYS_MAX = 2;

/** The access keys of a user of the call's account, oldest first. */
export function accessKeysOf({ inventory, accountId }: Call, userName: string): readonly AccessKey[] {
  return inventory
    .all('access-key')
    .map(({ entity }) => entity)
    .filter((key) => belongsTo(key, accountId, userName));
}

/** Whether a key is that of this user. */
export function belongsTo(key: AccessKey, accountId: string, userName: string): boolean {
  return key.accountId === accountId && key.userName.toLowerCase() === userName.toLowerCase();
}

/** A key that does not exist, or not for this user. */
export function noSuchAccessKey(id: string): ApiError {
  return noSuchEntity(`The Access Key with id ${id}`);
}

/** What is wrong with an access key id. */
export function invalidAccessKeyId(id: string): ApiError | undefined {
  return /^\w{16,128}$/.test(id) ? undefined : validationError('The specified value for accessKeyId is invalid.');
}
