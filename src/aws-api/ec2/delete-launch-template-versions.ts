import { ok } from '#base';
import type { LaunchTemplate } from '#model';
import type { ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { changeTemplate } from './change-template.ts';
import { ec2Error, invalidParameterValue } from './errors.ts';
import { invalidTemplateReference, templatePermission } from './find-launch-template.ts';

const VERSIONS_MAX = 200;

/** EC2 API Reference, `DeleteLaunchTemplateVersions`: of those named, the ones that can go; never the default version. */
export const deleteLaunchTemplateVersions: ActionOf<'ec2', 'DeleteLaunchTemplateVersions'> = {
  validate: (input) => invalidTemplateReference(input) ?? invalidVersions(input.Versions),
  permissions: (input, call) => [templatePermission(call, input)],
  async act(input, call) {
    const wanted = [...new Set(input.Versions.map(Number))];
    let before: LaunchTemplate | undefined;
    const changed = await changeTemplate(call, input, (template) => {
      before = template;
      const versions = template.versions.filter(({ number }) => !isDeletable(template, number, wanted));
      return ok(versions.length === template.versions.length ? template : { ...template, versions });
    });
    if (!changed.ok) return changed;
    const template = before ?? changed.value;
    const named = { LaunchTemplateId: template.id, LaunchTemplateName: template.name };
    return ok({
      SuccessfullyDeletedLaunchTemplateVersions: wanted
        .filter((number) => isDeletable(template, number, wanted))
        .map((VersionNumber) => ({ ...named, VersionNumber })),
      UnsuccessfullyDeletedLaunchTemplateVersions: wanted
        .filter((number) => !isDeletable(template, number, wanted))
        .map((VersionNumber) => ({ ...named, VersionNumber, ResponseError: failure(template, VersionNumber) })),
    });
  },
};

function invalidVersions(versions: readonly string[]): ReturnType<typeof ec2Error> | undefined {
  if (versions.length === 0)
    return ec2Error('MissingParameter', 'The request must contain the parameter LaunchTemplateVersion');
  if (versions.length > VERSIONS_MAX)
    return invalidParameterValue(`At most ${VERSIONS_MAX} versions can be deleted at once.`);
  const malformed = versions.find((version) => !/^[1-9]\d{0,8}$/.test(version));
  return malformed === undefined
    ? undefined
    : invalidParameterValue(`Invalid launch template version: ${malformed.slice(0, 40)}`);
}

function isDeletable({ versions, defaultVersion }: LaunchTemplate, number: number, wanted: readonly number[]): boolean {
  return number !== defaultVersion && wanted.includes(number) && versions.some((version) => version.number === number);
}

function failure({ defaultVersion, id }: LaunchTemplate, number: number): ec2.ResponseError {
  if (number === defaultVersion) {
    return { Code: 'unexpectedError', Message: 'The default version of a launch template cannot be deleted.' };
  }
  const Message = `The specified version ${number} of the launch template with ID ${id} does not exist.`;
  return { Code: 'launchTemplateVersionDoesNotExist', Message };
}
