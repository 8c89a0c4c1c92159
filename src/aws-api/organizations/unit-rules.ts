import type { Organization, OrganizationalUnit } from '#model';
import type { ApiError } from '#protocol/aws';
import { invalidInput } from './errors.ts';

const NAME_LENGTH_MAX = 128;

/** What is wrong with the name of a unit. */
export function invalidUnitName(name: string): ApiError | undefined {
  if (name.length === 0) return invalidInput('MIN_LENGTH_EXCEEDED', 'A name is needed.');
  if (name.length <= NAME_LENGTH_MAX) return undefined;
  return invalidInput('MAX_LENGTH_EXCEEDED', `A name has ${NAME_LENGTH_MAX} characters at most.`);
}

/** Whether another unit of the same parent has the name. */
export function duplicateUnit({ units }: Organization, unit: OrganizationalUnit): ApiError | undefined {
  const other = units.find(({ id, name, parentId }) => {
    return id !== unit.id && parentId === unit.parentId && name === unit.name;
  });
  const message = 'An OU with the same name already exists.';
  return other && { code: 'DuplicateOrganizationalUnitException', message };
}
