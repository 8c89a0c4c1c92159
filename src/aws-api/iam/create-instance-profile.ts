import { err, ok } from '#base';
import { arn } from '#model';
import type { IamInstanceProfile } from '#model';
import type { iam } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { newIamId } from '../iam-id.ts';
import { iamDocumentId } from '../inventory/entities.ts';
import { entityAlreadyExists } from './errors.ts';
import { iamTags } from './iam-tags.ts';
import { instanceProfileView } from './instance-profiles.ts';
import { invalidName, invalidPath, invalidTags } from './rules.ts';

/** IAM API Reference, `CreateInstanceProfile`. */
export const createInstanceProfile: ActionOf<'iam', 'CreateInstanceProfile'> = {
  validate: ({ InstanceProfileName, Path, Tags }) =>
    invalidName('instanceProfileName', InstanceProfileName) ?? invalidPath(Path) ?? invalidTags(Tags),
  permissions: (input, call) => [{ resource: profileArn(input, call), requestTags: input.Tags && iamTags(input.Tags) }],
  async act(input, call) {
    const profile = newInstanceProfile(input, call);
    const id = iamDocumentId(call.accountId, profile.name);
    const created = await call.inventory.change('instance-profile', id, (present) =>
      present === undefined ? ok(profile) : err(entityAlreadyExists(`Instance Profile ${profile.name}`)),
    );
    return created.ok ? ok({ InstanceProfile: instanceProfileView(profile, call) }) : created;
  },
};

function newInstanceProfile(input: iam.CreateInstanceProfileRequest, call: Call): IamInstanceProfile {
  return {
    accountId: call.accountId,
    name: input.InstanceProfileName,
    id: newIamId('AIPA', call.platform.random),
    arn: profileArn(input, call),
    path: input.Path ?? '/',
    createdAtMs: call.nowMs,
    tags: iamTags(input.Tags),
  };
}

function profileArn(
  { Path = '/', InstanceProfileName }: iam.CreateInstanceProfileRequest,
  { region, accountId }: Call,
): string {
  return arn(region, 'iam', '', accountId, `instance-profile${Path}${InstanceProfileName}`);
}
