import type { ApiError } from '#protocol/aws';
import { invalidParameterValue } from './errors.ts';

/** What is wrong with a hop limit: 1 to 64 (EC2 API Reference, `HttpPutResponseHopLimit`). */
export function invalidHopLimit(value: number): ApiError | undefined {
  if (Number.isInteger(value) && value >= 1 && value <= 64) return undefined;
  return invalidParameterValue(
    `Value (${value}) for parameter HttpPutResponseHopLimit is invalid. The value must be an integer from 1 to 64.`,
  );
}
