import type { ApiError } from '#protocol/aws';

/** What is wrong with a request, as GuardDuty says it: there is no code for what does not exist. */
export function badRequest(reason: string): ApiError {
  return {
    code: 'BadRequestException',
    message: `The request is rejected because ${reason}.`,
    members: { Type: 'InvalidInputException' },
  };
}

/** A detector that is not there, or is somebody else's. */
export const NO_DETECTOR: ApiError = badRequest('the input detectorId is not owned by the current account');
