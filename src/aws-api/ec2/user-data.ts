import { err, ok } from '#base';
import type { Result } from '#base';
import type { ApiError } from '#protocol/aws';
import { ec2Error, invalidParameterValue } from './errors.ts';

/** Before it is encoded (EC2 User Guide, "Run commands when you launch an EC2 instance with user data input"). */
const BYTES_MAX = 16_384;

/** User data as a request has it, in base64 without line breaks; undefined if it is empty. */
export function readUserData(text: string): Result<string | undefined, ApiError> {
  const base64 = text.replaceAll(/\s+/g, '');
  if (base64 === '') return ok(undefined);
  if (base64.length % 4 !== 0 || !/^[A-Za-z\d+/]+={0,2}$/.test(base64)) {
    return err(ec2Error('InvalidUserData.Malformed', 'Invalid BASE64 encoding of user data.'));
  }
  return Buffer.byteLength(base64, 'base64') > BYTES_MAX ? err(TOO_LONG) : ok(base64);
}

const TOO_LONG = invalidParameterValue(`User data is limited to ${BYTES_MAX} bytes`);
