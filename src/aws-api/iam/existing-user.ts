import { ok } from '#base';
import type { Result } from '#base';
import type { IamUser } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import { findUser, namedUser } from './users.ts';

/** The user that a list is wanted of; `undefined` for the root user, who has nothing that could be listed. */
export function existingUser(call: Call, said: string | undefined): Result<IamUser | undefined, ApiError> {
  if (said === undefined && call.caller.principal.kind === 'root') return ok(undefined);
  const name = namedUser(said, call);
  return name.ok ? findUser(call, name.value) : name;
}
