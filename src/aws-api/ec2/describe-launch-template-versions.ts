import { ok } from '#base';
import type { Result } from '#base';
import type { LaunchTemplate, LaunchTemplateVersion } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { numberKey } from '../page.ts';
import { ec2Error } from './errors.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import {
  findTemplate,
  findVersion,
  invalidTemplateReference,
  latestVersion,
  launchTemplates,
} from './find-launch-template.ts';
import { versionView } from './launch-template-view.ts';
import { describedPage, maxResultsOutside } from './max-results.ts';

type Input = ec2.DescribeLaunchTemplateVersionsRequest;

interface Shown {
  readonly template: LaunchTemplate;
  readonly version: LaunchTemplateVersion;
}

/** EC2 API Reference, `DescribeLaunchTemplateVersions`: of one template, or the `$Latest` or `$Default` of every one. */
export const describeLaunchTemplateVersions: ActionOf<'ec2', 'DescribeLaunchTemplateVersions'> = {
  validate: (input) =>
    (isOfAll(input) ? needsAliases(input) : invalidTemplateReference(input)) ??
    maxResultsOutside(1, 200, input.MaxResults),
  act(input, call) {
    const shown = isOfAll(input) ? ok(versionsOfAll(input, call)) : versionsOfOne(input, call);
    if (!shown.ok) return shown;
    const matching = filtered(shown.value, input.Filters, FILTERS);
    if (!matching.ok) return matching;
    const sorted = [...matching.value].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    const page = describedPage(sorted, keyOf, input);
    if (!page.ok) return page;
    const LaunchTemplateVersions = page.value.items.map(({ template, version }) => versionView(template, version));
    return ok({ LaunchTemplateVersions, NextToken: page.value.nextToken });
  },
};

function isOfAll({ LaunchTemplateId, LaunchTemplateName }: Input): boolean {
  return LaunchTemplateId === undefined && LaunchTemplateName === undefined;
}

function needsAliases({ Versions = [] }: Input): ApiError | undefined {
  if (Versions.length > 0 && Versions.every((version) => version.startsWith('$'))) return undefined;
  return ec2Error(
    'MissingParameter',
    'Either a launch template ID or a launch template name must be specified in the request, or the versions $Latest and $Default of all launch templates.',
  );
}

function versionsOfAll({ Versions = [] }: Input, call: Call): readonly Shown[] {
  return launchTemplates(call).flatMap((template) => named(template, Versions));
}

function versionsOfOne(input: Input, call: Call): Result<readonly Shown[], ApiError> {
  const found = findTemplate(call, input);
  if (!found.ok) return found;
  const template = found.value;
  const { Versions = [], MinVersion = '1', MaxVersion = '999999999' } = input;
  for (const version of Versions) {
    const one = findVersion(template, version);
    if (!one.ok) return one;
  }
  if (Versions.length > 0) return ok(named(template, Versions));
  const within = template.versions.filter(({ number }) => number >= Number(MinVersion) && number <= Number(MaxVersion));
  return ok(within.map((version) => ({ template, version })));
}

function named(template: LaunchTemplate, versions: readonly string[]): readonly Shown[] {
  const found = versions.flatMap((version) => {
    const one = findVersion(template, version);
    return one.ok ? [one.value] : [];
  });
  return [...new Set(found)].map((version) => ({ template, version }));
}

/** Newest first, as EC2 has them. */
function keyOf({ template, version }: Shown): string {
  return `${template.id}/${numberKey(999_999_999 - version.number)}`;
}

function dataOf({ version }: Shown): ec2.RequestLaunchTemplateData {
  // Kept as the schema of the request decoded it.
  return version.data;
}

const FILTERS: Filterable<Shown> = {
  table: {
    'create-time': ({ version }) => new Date(version.createdAtMs).toISOString(),
    'ebs-optimized': (shown) => dataOf(shown).EbsOptimized,
    'http-endpoint': (shown) => dataOf(shown).MetadataOptions?.HttpEndpoint,
    'http-protocol-ipv4': (shown) => dataOf(shown).MetadataOptions?.HttpEndpoint,
    'http-tokens': (shown) => dataOf(shown).MetadataOptions?.HttpTokens,
    'iam-instance-profile': (shown) => dataOf(shown).IamInstanceProfile?.Arn,
    'image-id': (shown) => dataOf(shown).ImageId,
    'instance-type': (shown) => dataOf(shown).InstanceType,
    'is-default-version': ({ template, version }) => template.defaultVersion === version.number,
    'is-latest-version': ({ template, version }) => latestVersion(template) === version.number,
    'kernel-id': (shown) => dataOf(shown).KernelId,
    'ram-disk-id': (shown) => dataOf(shown).RamDiskId,
  },
};
