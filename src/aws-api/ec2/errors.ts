import type { ApiError } from '#protocol/aws';

/** An error of EC2's with HTTP status 400 (EC2 API Reference, "Error codes"). */
export function ec2Error(code: string, message: string): ApiError {
  return { code, message };
}

/** A value that a parameter must not have. */
export function invalidParameterValue(message: string): ApiError {
  return ec2Error('InvalidParameterValue', message);
}

/** Instances that do not exist for the caller. */
export function instancesNotFound(ids: readonly string[]): ApiError {
  const message =
    ids.length === 1
      ? `The instance ID '${ids[0]}' does not exist`
      : `The instance IDs '${ids.join(', ')}' do not exist`;
  return ec2Error('InvalidInstanceID.NotFound', message);
}
