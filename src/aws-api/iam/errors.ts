import type { ApiError } from '#protocol/aws';

/** An input that breaks a rule of IAM's. */
export function validationError(message: string): ApiError {
  return { code: 'ValidationError', message };
}

/** Something that does not exist; `what` is a sentence's subject, such as `The role with name x`. */
export function noSuchEntity(what: string): ApiError {
  return { code: 'NoSuchEntity', message: `${what} cannot be found.` };
}

/** Something that exists already; `what` as above. */
export function entityAlreadyExists(what: string): ApiError {
  return { code: 'EntityAlreadyExists', message: `${what} already exists.` };
}

/** Something that cannot go before something else has gone. */
export function deleteConflict(first: string): ApiError {
  return { code: 'DeleteConflict', message: `Cannot delete entity, must ${first} first.` };
}

/** More of something than IAM allows. */
export function limitExceeded(quota: string, limit: number): ApiError {
  return { code: 'LimitExceeded', message: `Cannot exceed quota for ${quota}: ${limit}` };
}
