import { ok } from '#base';
import { arn } from '#model';
import type { ActionOf } from '../action.ts';
import { invalidMaxItems, listedPage } from './iam-page.ts';
import { instanceProfilesOf, instanceProfileView } from './instance-profiles.ts';
import { invalidPathPrefix } from './rules.ts';

/** IAM API Reference, `ListInstanceProfiles`. */
export const listInstanceProfiles: ActionOf<'iam', 'ListInstanceProfiles'> = {
  validate: (input) => invalidPathPrefix(input.PathPrefix) ?? invalidMaxItems(input),
  permissions: ({ PathPrefix = '/' }, { region, accountId }) => [
    { resource: arn(region, 'iam', '', accountId, `instance-profile${PathPrefix}`) },
  ],
  act(input, call) {
    const { PathPrefix = '/' } = input;
    const profiles = instanceProfilesOf(call).filter(({ path }) => path.startsWith(PathPrefix));
    const page = listedPage(profiles, ({ name }) => name, input);
    if (!page.ok) return page;
    const { items, rest } = page.value;
    return ok({ InstanceProfiles: items.map((profile) => instanceProfileView(profile, call)), ...rest });
  },
};
