import { err, ok } from '#base';
import type { Result } from '#base';
import type { ConfigRule, Tags } from '#model';
import type { ApiError, config } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { invalidTags } from '../iam/rules.ts';
import { withoutTags } from '../tags.ts';
import { configPage } from './config-page.ts';
import { invalidValue } from './errors.ts';
import { allRules, ruleDocumentId } from './rules.ts';

const TAGS_MAX = 50;
const PAGE_SIZE = 100;

/** What is wrong with tags: IAM's rules are Config's too. */
export function invalidConfigTags(tags: readonly config.Tag[] = []): ApiError | undefined {
  const refusal = invalidTags(tags.map(({ Key = '', Value = '' }) => ({ Key, Value })));
  return refusal && invalidValue(refusal.message);
}

/** Tags as a request has them. */
export function tagsFrom(tags: readonly config.Tag[] = []): Tags {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** AWS Config API Reference, `ListTagsForResource`. Rules are what has tags here. */
export const listTagsForResource: ActionOf<'config', 'ListTagsForResource'> = {
  permissions: ({ ResourceArn }) => [{ resource: ResourceArn }],
  act(input, call) {
    const rule = taggedRule(call, input.ResourceArn);
    if (!rule.ok) return rule;
    const tags = Object.entries(rule.value.tags).map(([Key, Value]) => ({ Key, Value }));
    const page = configPage(tags, input, PAGE_SIZE);
    return page.ok ? ok({ Tags: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};

/** AWS Config API Reference, `TagResource`. */
export const tagResource: ActionOf<'config', 'TagResource'> = {
  validate: ({ Tags }) => invalidConfigTags(Tags),
  permissions: ({ ResourceArn, Tags }) => [{ resource: ResourceArn, requestTags: tagsFrom(Tags) }],
  act: ({ ResourceArn, Tags }, call) => changeTags(call, ResourceArn, (tags) => ({ ...tags, ...tagsFrom(Tags) })),
};

/** AWS Config API Reference, `UntagResource`. */
export const untagResource: ActionOf<'config', 'UntagResource'> = {
  permissions: ({ ResourceArn }) => [{ resource: ResourceArn }],
  act: ({ ResourceArn, TagKeys }, call) => changeTags(call, ResourceArn, (tags) => withoutTags(tags, TagKeys)),
};

async function changeTags(
  call: Call,
  resourceArn: string,
  update: (tags: Tags) => Tags,
): Promise<Result<Record<string, never>, ApiError>> {
  const rule = taggedRule(call, resourceArn);
  if (!rule.ok) return rule;
  const id = ruleDocumentId(call, rule.value.name);
  const changed = await call.inventory.change('config-rule', id, (present) => {
    if (present === undefined) return err(notFound(resourceArn));
    const tags = update(present.tags);
    if (Object.keys(tags).length > TAGS_MAX)
      return err({ code: 'TooManyTagsException', message: `A resource has ${TAGS_MAX} tags at most.` });
    return ok({ ...present, tags });
  });
  return changed.ok ? ok({}) : changed;
}

function taggedRule(call: Call, resourceArn: string): Result<ConfigRule, ApiError> {
  const rule = allRules(call).find(({ arn }) => arn === resourceArn);
  return rule === undefined ? err(notFound(resourceArn)) : ok(rule);
}

function notFound(resourceArn: string): ApiError {
  return {
    code: 'ResourceNotFoundException',
    message: `${resourceArn.slice(0, 200)} names no rule of this account and Region.`,
  };
}
