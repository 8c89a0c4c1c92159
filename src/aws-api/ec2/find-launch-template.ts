import { err, ok } from '#base';
import type { Result } from '#base';
import { arn } from '#model';
import type { LaunchTemplate, LaunchTemplateVersion } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { Permission } from '../authorize/permission.ts';
import { regionalDocumentId } from '../inventory/entities.ts';
import { ec2Error } from './errors.ts';

/** A launch template as a request names it: by id or by name. */
export interface TemplateReference {
  readonly LaunchTemplateId?: string | undefined;
  readonly LaunchTemplateName?: string | undefined;
}

const NAME = /^[\w().\-/]{3,128}$/;

/** What is wrong with how a launch template is named, without looking it up. */
export function invalidTemplateReference(reference: TemplateReference): ApiError | undefined {
  const { LaunchTemplateId: id, LaunchTemplateName: name } = reference;
  if (id !== undefined && name !== undefined) return ONE_OF_BOTH;
  if (id !== undefined) return malformedTemplateId(id);
  return name === undefined ? NEITHER : malformedTemplateName(name);
}

/** What is wrong with the spelling of a launch template's id. */
export function malformedTemplateId(id: string): ApiError | undefined {
  if (/^lt-(?:[\da-f]{8}|[\da-f]{17})$/.test(id)) return undefined;
  return ec2Error('InvalidLaunchTemplateId.Malformed', `Invalid id: "${id.slice(0, 100)}" (expecting "lt-...")`);
}

/** What is wrong with the spelling of a launch template's name (EC2 API Reference, `CreateLaunchTemplate`). */
export function malformedTemplateName(name: string): ApiError | undefined {
  if (NAME.test(name)) return undefined;
  return ec2Error(
    'InvalidLaunchTemplateName.MalformedException',
    'A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _.',
  );
}

const NEITHER = ec2Error(
  'MissingParameter',
  'Either a launch template ID or a launch template name must be specified in the request.',
);
const ONE_OF_BOTH = ec2Error(
  'InvalidParameterCombination',
  'A launch template ID and a launch template name cannot both be specified in the request.',
);

/** Every launch template of the call's account and Region, in the order of their making. */
export function launchTemplates({ inventory, accountId, region }: Call): readonly LaunchTemplate[] {
  return inventory
    .all('launch-template')
    .map(({ entity }) => entity)
    .filter((template) => template.accountId === accountId && template.region === region);
}

/** The launch template that is meant. */
export function findTemplate(call: Call, reference: TemplateReference): Result<LaunchTemplate, ApiError> {
  const { LaunchTemplateId: id, LaunchTemplateName: name = '' } = reference;
  const template =
    id === undefined
      ? call.inventory.get('launch-template', regionalDocumentId(call.accountId, call.region, name))
      : launchTemplates(call).find((each) => each.id === id);
  return template === undefined ? err(templateNotFound(reference)) : ok(template);
}

/** A launch template that the call's account does not have in its Region. */
export function templateNotFound({ LaunchTemplateId: id, LaunchTemplateName: name }: TemplateReference): ApiError {
  return id === undefined
    ? ec2Error(
        'InvalidLaunchTemplateName.NotFoundException',
        `The specified launch template, with template name ${name}, does not exist.`,
      )
    : ec2Error(
        'InvalidLaunchTemplateId.NotFound',
        `The specified launch template, with template ID ${id}, does not exist.`,
      );
}

/** The version that is meant: a number, `$Latest` or `$Default`. */
export function findVersion(template: LaunchTemplate, version: string): Result<LaunchTemplateVersion, ApiError> {
  const number = versionNumber(template, version);
  const found = template.versions.find((each) => each.number === number);
  if (found !== undefined) return ok(found);
  const message = `Could not find the specified version ${version.slice(0, 40)} for the launch template with ID ${template.id}.`;
  return err(ec2Error('InvalidLaunchTemplateId.VersionNotFound', message));
}

/** The highest version that there is; of what was deleted only the number is kept. */
export function latestVersion({ versions }: LaunchTemplate): number {
  return versions.at(-1)?.number ?? 0;
}

function versionNumber(template: LaunchTemplate, version: string): number | undefined {
  const { defaultVersion } = template;
  if (version === '$Latest') return latestVersion(template);
  if (version === '$Default') return defaultVersion;
  return /^[1-9]\d{0,8}$/.test(version) ? Number(version) : undefined;
}

/** Permission for something with one launch template. */
export function templatePermission(call: Call, reference: TemplateReference): Permission {
  const found = findTemplate(call, reference);
  const id = found.ok ? found.value.id : (reference.LaunchTemplateId ?? '*');
  const resource = arn(call.region, 'ec2', call.region, call.accountId, `launch-template/${id}`);
  return found.ok ? { resource, resourceTags: found.value.tags } : { resource };
}
