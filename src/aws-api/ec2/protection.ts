import type { InstanceDeclaration } from '#model';
import type { ApiError } from '#protocol/aws';
import { ec2Error } from './errors.ts';

/** The refusal of what an attribute of the instance protects it from; undefined if that is not set. */
export function forbiddenBy(
  { id, controls }: InstanceDeclaration,
  attribute: 'disableApiTermination' | 'disableApiStop',
  participle: string,
): ApiError | undefined {
  if (controls?.[attribute] !== true) return undefined;
  const message = `The instance '${id}' may not be ${participle}. Modify its '${attribute}' instance attribute and try again.`;
  return ec2Error('OperationNotPermitted', message);
}
