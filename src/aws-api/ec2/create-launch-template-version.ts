import { err, ok } from '#base';
import type { Result } from '#base';
import type { LaunchTemplate } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { defined } from '../defined.ts';
import { callerArn } from './caller-arn.ts';
import { changeTemplate } from './change-template.ts';
import { invalidClientToken, TOKEN_MISMATCH } from './client-token.ts';
import { findVersion, invalidTemplateReference, templatePermission } from './find-launch-template.ts';
import { invalidTemplateVersion } from './invalid-template-data.ts';
import { versionView } from './launch-template-view.ts';
import { requestDigest } from './request-digest.ts';

type Input = ec2.CreateLaunchTemplateVersionRequest;

/** EC2 API Reference, `CreateLaunchTemplateVersion`: what the new version does not say it has of its source. */
export const createLaunchTemplateVersion: ActionOf<'ec2', 'CreateLaunchTemplateVersion'> = {
  validate: (input) =>
    invalidTemplateReference(input) ?? invalidClientToken(input.ClientToken) ?? invalidTemplateVersion(input),
  permissions: (input, call) => [templatePermission(call, input)],
  async act(input, call) {
    const changed = await changeTemplate(call, input, (template) => withVersion(template, input, call));
    if (!changed.ok) return changed;
    const template = changed.value;
    const made = sameRequest(template, input) ?? template.versions.at(-1);
    return ok({ LaunchTemplateVersion: made && versionView(template, made) });
  },
};

function withVersion(template: LaunchTemplate, input: Input, call: Call): Result<LaunchTemplate, ApiError> {
  const digest = requestDigest(call, input);
  const before = sameRequest(template, input);
  if (before !== undefined) return before.digest === digest ? ok(template) : err(TOKEN_MISMATCH);
  const source = input.SourceVersion === undefined ? ok(undefined) : findVersion(template, input.SourceVersion);
  if (!source.ok) return source;
  const number = template.latestVersion + 1;
  const version = {
    number,
    description: input.VersionDescription,
    createdAtMs: call.nowMs,
    createdBy: callerArn(call),
    clientToken: input.ClientToken,
    digest,
    data: { ...source.value?.data, ...defined(input.LaunchTemplateData) },
  };
  return ok({ ...template, latestVersion: number, versions: [...template.versions, version] });
}

/** The version that the same client token made. */
function sameRequest({ versions }: LaunchTemplate, { ClientToken }: Input): LaunchTemplate['versions'][0] | undefined {
  return ClientToken === undefined ? undefined : versions.find(({ clientToken }) => clientToken === ClientToken);
}
