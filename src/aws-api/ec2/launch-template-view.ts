import type { LaunchTemplate, LaunchTemplateVersion } from '#model';
import type { ec2 } from '#protocol/aws';
import { latestVersion } from './find-launch-template.ts';
import { tagList } from './tag-list.ts';

/** A launch template as EC2 shows it. */
export function templateView(template: LaunchTemplate): ec2.LaunchTemplate {
  return {
    LaunchTemplateId: template.id,
    LaunchTemplateName: template.name,
    CreateTime: new Date(template.createdAtMs),
    CreatedBy: template.createdBy,
    DefaultVersionNumber: template.defaultVersion,
    LatestVersionNumber: latestVersion(template),
    Tags: tagList(template.tags),
  };
}

/** One version of a launch template as EC2 shows it. */
export function versionView(template: LaunchTemplate, version: LaunchTemplateVersion): ec2.LaunchTemplateVersion {
  return {
    LaunchTemplateId: template.id,
    LaunchTemplateName: template.name,
    VersionNumber: version.number,
    VersionDescription: version.description,
    CreateTime: new Date(version.createdAtMs),
    CreatedBy: version.createdBy,
    DefaultVersion: version.number === template.defaultVersion,
    LaunchTemplateData: dataView(version.data),
  };
}

/** What is shown of a launch has the names it was asked for with; a time has become text on its way through JSON. */
function dataView(data: LaunchTemplateVersion['data']): ec2.ResponseLaunchTemplateData {
  // Kept as the schema of the request decoded it.
  const asked = data as ec2.RequestLaunchTemplateData;
  const { ValidUntil, ...spot } = asked.InstanceMarketOptions?.SpotOptions ?? {};
  const shown = data as ec2.ResponseLaunchTemplateData;
  if (ValidUntil === undefined) return shown;
  const SpotOptions = { ...spot, ValidUntil: new Date(ValidUntil) };
  return { ...shown, InstanceMarketOptions: { ...shown.InstanceMarketOptions, SpotOptions } };
}
