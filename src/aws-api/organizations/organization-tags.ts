import { err, ok } from '#base';
import type { Result } from '#base';
import type { Organization, Tags } from '#model';
import type { ApiError, organizations } from '#protocol/aws';
import type { Call } from '../action.ts';
import { invalidTags } from '../iam/rules.ts';
import { constraintViolation, invalidInput } from './errors.ts';
import { changeOrganization, findOrganization } from './organization.ts';
import { findPlace } from './places.ts';
import { findPolicy } from './policies.ts';

/** What is wrong with tags, if there are any. */
export function invalidOrganizationTags(tags: readonly organizations.Tag[] = []): ApiError | undefined {
  const refusal = invalidTags(tags);
  if (refusal === undefined) return undefined;
  return refusal.code === 'LimitExceeded'
    ? constraintViolation('MAX_TAG_LIMIT_EXCEEDED', refusal.message)
    : invalidInput('INVALID_SYSTEM_TAGS_PARAMETER', refusal.message);
}

/** Tags as a request has them. */
export function tagsFrom(tags: readonly organizations.Tag[] = []): Tags {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

/** The organization with these tags on its root, a unit or an account; `undefined` for a place that has gone. */
export function withPlaceTags(organization: Organization, id: string, tags: Tags | undefined): Organization {
  const { [id]: before, ...others } = organization.tags ?? {};
  const isAny = tags !== undefined && Object.keys(tags).length > 0;
  if (before === undefined && !isAny) return organization;
  return { ...organization, tags: isAny ? { ...others, [id]: tags } : others };
}

/** The tags of a root, unit, account or policy. */
export function tagsOfResource(call: Call, id: string): Result<Tags, ApiError> {
  const organization = findOrganization(call);
  if (!organization.ok) return organization;
  if (findPlace(organization.value, id) !== undefined) return ok(organization.value.tags?.[id] ?? {});
  const policy = findPolicy(call, id);
  return policy.ok ? ok(policy.value.policy.tags) : err(NO_TARGET);
}

/** Makes of the tags of a root, unit, account or policy what `update` says. */
export async function changeResourceTags(
  call: Call,
  id: string,
  update: (tags: Tags) => Tags,
): Promise<Result<unknown, ApiError>> {
  const present = tagsOfResource(call, id);
  if (!present.ok) return present;
  if (!id.startsWith('p-')) {
    return changeOrganization(call, (organization) => {
      if (findPlace(organization, id) === undefined) return err(NO_TARGET);
      const tags = bounded(update(organization.tags?.[id] ?? {}));
      return tags.ok ? ok(withPlaceTags(organization, id, tags.value)) : tags;
    });
  }
  return call.inventory.change('organization-policy', id, (policy) => {
    if (policy === undefined) return err(NO_TARGET);
    if (policy.awsManaged)
      return err(invalidInput('IMMUTABLE_POLICY', 'You specified a policy that is managed by AWS.'));
    const tags = bounded(update(policy.tags));
    return tags.ok ? ok({ ...policy, tags: tags.value }) : tags;
  });
}

const NO_TARGET: ApiError = {
  code: 'TargetNotFoundException',
  message: "We can't find a root, OU, account, or policy with the TargetId that you specified.",
};
const TAGS_MAX = 50;

function bounded(tags: Tags): Result<Tags, ApiError> {
  if (Object.keys(tags).length <= TAGS_MAX) return ok(tags);
  return err(constraintViolation('MAX_TAG_LIMIT_EXCEEDED', `A resource has ${TAGS_MAX} tags at most.`));
}
