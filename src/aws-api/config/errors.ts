import type { ApiError } from '#protocol/aws';

/** A rule that is not there. */
export function noSuchRule(name: string): ApiError {
  return {
    code: 'NoSuchConfigRuleException',
    message: `The ConfigRule '${name.slice(0, 128)}' provided in the request is invalid. Please check the configRule name.`,
  };
}

/** A value that makes no sense, or asks for what there is not. */
export function invalidValue(message: string): ApiError {
  return { code: 'InvalidParameterValueException', message };
}
