import { err, ok } from '#base';
import type { Result } from '#base';
import type { LaunchTemplate, Tags } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { Call } from '../../action.ts';
import { defined } from '../../defined.ts';
import { findTemplate, findVersion } from '../find-launch-template.ts';
import { tagList, tagsOf } from '../tag-list.ts';

/** What is asked for of each instance of a launch, by the request or by its template. */
export type LaunchParameters = Omit<
  ec2.RunInstancesRequest,
  'MinCount' | 'MaxCount' | 'LaunchTemplate' | 'ClientToken' | 'DryRun'
>;

/** A launch with its template taken into account. */
export interface ResolvedLaunch {
  readonly parameters: LaunchParameters;
  /** What the request itself says. */
  readonly said: LaunchParameters;
  readonly template: LaunchTemplate | undefined;
  /** What EC2 tags each instance with that came from a template (EC2 User Guide, "Launch instances from a launch template"). */
  readonly templateTags: Tags;
}

/**
 * Completes a request from its launch template, `$Default` unless it names a version. What the request says wins, parameter
 * by parameter; of the metadata options option by option, and of the tags tag by tag.
 */
export function resolveLaunch(input: ec2.RunInstancesRequest, call: Call): Result<ResolvedLaunch, ApiError> {
  const said = saidParameters(input);
  if (input.LaunchTemplate === undefined) return ok({ parameters: said, said, template: undefined, templateTags: {} });
  const template = findTemplate(call, input.LaunchTemplate);
  if (!template.ok) return template;
  const version = findVersion(template.value, input.LaunchTemplate.Version ?? '$Default');
  if (!version.ok) return err(version.error);
  const parameters = merged(templateParameters(version.value.data), said);
  const templateTags = {
    'aws:ec2launchtemplate:id': template.value.id,
    'aws:ec2launchtemplate:version': String(version.value.number),
  };
  return ok({ parameters, said, template: template.value, templateTags });
}

/** What a request says of each instance. */
export function saidParameters(input: ec2.RunInstancesRequest): LaunchParameters {
  const { MinCount: _, MaxCount: _max, LaunchTemplate: _template, ClientToken: _token, DryRun: _dry, ...said } = input;
  return said;
}

/** Template data has the members of a launch under the same names, this one excepted, and was decoded by its schema. */
function templateParameters({ RamDiskId, ...data }: Readonly<Record<string, unknown>>): LaunchParameters {
  return { ...data, ...(RamDiskId === undefined ? {} : { RamdiskId: RamDiskId }) } as LaunchParameters;
}

function merged(template: LaunchParameters, said: LaunchParameters): LaunchParameters {
  const MetadataOptions = { ...template.MetadataOptions, ...defined(said.MetadataOptions ?? {}) };
  const TagSpecifications = mergedTags(template.TagSpecifications ?? [], said.TagSpecifications ?? []);
  return { ...template, ...defined(said), MetadataOptions, TagSpecifications };
}

function mergedTags(
  template: readonly ec2.TagSpecification[],
  said: readonly ec2.TagSpecification[],
): readonly ec2.TagSpecification[] {
  const byType = Map.groupBy([...template, ...said], ({ ResourceType }) => ResourceType);
  return [...byType].map(([ResourceType, specifications]) => ({
    ResourceType,
    Tags: tagList(tagsOf(specifications.flatMap(({ Tags = [] }) => Tags))),
  }));
}
