import { err, ok } from '#base';
import { arn } from '#model';
import type { LaunchTemplate } from '#model';
import type { ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { regionalDocumentId } from '../inventory/entities.ts';
import { callerArn } from './caller-arn.ts';
import { invalidClientToken, TOKEN_MISMATCH } from './client-token.ts';
import { ec2Error } from './errors.ts';
import { malformedTemplateName } from './find-launch-template.ts';
import { invalidTemplateVersion } from './invalid-template-data.ts';
import { templateView } from './launch-template-view.ts';
import { newResourceId } from './new-resource-id.ts';
import { requestDigest } from './request-digest.ts';
import { invalidTagSpecifications, specifiedTags, tagOnCreatePermissions } from './tag-specifications.ts';

const TAGGABLE: ReadonlySet<string> = new Set(['launch-template']);

/** EC2 API Reference, `CreateLaunchTemplate`. */
export const createLaunchTemplate: ActionOf<'ec2', 'CreateLaunchTemplate'> = {
  validate: (input) =>
    malformedTemplateName(input.LaunchTemplateName) ??
    invalidClientToken(input.ClientToken) ??
    invalidTagSpecifications(input.TagSpecifications ?? [], TAGGABLE) ??
    invalidTemplateVersion(input),
  permissions(input, call) {
    const resource = arn(call.region, 'ec2', call.region, call.accountId, 'launch-template/*');
    const requestTags = specifiedTags(input.TagSpecifications, 'launch-template');
    return [{ resource, requestTags }, ...tagOnCreatePermissions(resource, requestTags, 'CreateLaunchTemplate')];
  },
  async act(input, call) {
    const id = regionalDocumentId(call.accountId, call.region, input.LaunchTemplateName);
    const template = newTemplate(input, call);
    const changed = await call.inventory.change('launch-template', id, (present) => {
      if (present === undefined) return ok(template);
      const [first] = present.versions;
      if (input.ClientToken === undefined || first?.clientToken !== input.ClientToken) return err(ALREADY_THERE);
      return first.digest === requestDigest(call, input) ? ok(present) : err(TOKEN_MISMATCH);
    });
    return changed.ok ? ok({ LaunchTemplate: templateView(changed.value.entity ?? template) }) : changed;
  },
};

const ALREADY_THERE = ec2Error(
  'InvalidLaunchTemplateName.AlreadyExistsException',
  'Launch template name already in use.',
);

function newTemplate(input: ec2.CreateLaunchTemplateRequest, call: Call): LaunchTemplate {
  const made = { createdAtMs: call.nowMs, createdBy: callerArn(call) };
  return {
    id: newResourceId('lt', call.platform.random),
    accountId: call.accountId,
    region: call.region,
    name: input.LaunchTemplateName,
    ...made,
    defaultVersion: 1,
    latestVersion: 1,
    versions: [
      {
        number: 1,
        description: input.VersionDescription,
        ...made,
        clientToken: input.ClientToken,
        digest: requestDigest(call, input),
        // An interface without index signature; its members are those of the record.
        data: { ...input.LaunchTemplateData },
      },
    ],
    tags: specifiedTags(input.TagSpecifications, 'launch-template'),
  };
}
