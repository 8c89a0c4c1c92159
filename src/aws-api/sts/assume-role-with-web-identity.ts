import { err, ok } from '#base';
import type { ApiError, sts } from '#protocol/aws';
import { CONDITION_KEYS } from '#policy';
import type { ActionOf, Call } from '../action.ts';
import { webIdentityCaller } from '../authenticate/caller.ts';
import { authorizationRefusal } from '../authorize/authorization-refusal.ts';
import { firstDenial } from '../authorize/authorize.ts';
import { accessDenied, constraintError } from './errors.ts';
import { makeRoleSession, roleOfArn, trustOf } from './role-session.ts';
import { invalidSessionPolicies } from './session-policies.ts';
import { DURATION_SECONDS, invalidDuration, invalidRoleArn, invalidSessionName } from './session-rules.ts';
import { verifyWebIdentity } from './web-identity/web-identity.ts';
import type { WebIdentity } from './web-identity/web-identity.ts';

type Input = sts.AssumeRoleWithWebIdentityRequest;

const TOKEN_LENGTH = { least: 4, most: 20_000 } as const;
const NO_TAGS = { tags: {}, transitiveTagKeys: [] };

/** STS API Reference, `AssumeRoleWithWebIdentity`. Nobody signs it: the token is the proof, so who may is decided here. */
export const assumeRoleWithWebIdentity: ActionOf<'sts', 'AssumeRoleWithWebIdentity'> = {
  validate: (input) =>
    invalidRoleArn(input.RoleArn) ??
    invalidSessionName('roleSessionName', input.RoleSessionName) ??
    invalidToken(input.WebIdentityToken) ??
    invalidDuration(input.DurationSeconds, DURATION_SECONDS.role) ??
    invalidSessionPolicies(input),
  permissions: () => [],
  async act(input, call) {
    const [, partition = 'aws', , , accountId = ''] = input.RoleArn.split(':');
    const identity = await verifyWebIdentity(input.WebIdentityToken, { partition, accountId }, call);
    if (!identity.ok) return identity;
    const refusal = untrusted(input, identity.value, call);
    if (refusal !== undefined) return err(refusal);
    const role = roleOfArn(call.inventory, input.RoleArn);
    // `untrusted` trusts nobody for a role that does not exist.
    if (role === undefined) return err(accessDenied('Not authorized to perform sts:AssumeRoleWithWebIdentity'));
    const { provider, subject, audience } = identity.value;
    const wanted = { ...input, tags: NO_TAGS, sourceIdentity: undefined, federatedProvider: provider.arn };
    const made = makeRoleSession(call, role, wanted);
    if (!made.ok) return made;
    return ok({ ...made.value, SubjectFromWebIdentityToken: subject, Audience: audience, Provider: provider.arn });
  },
};

/** Why the role does not trust this identity, by its trust policy. */
function untrusted(input: Input, { provider, subject, audience }: WebIdentity, call: Call): ApiError | undefined {
  const role = roleOfArn(call.inventory, input.RoleArn);
  const denial = firstDenial(
    { ...call, caller: webIdentityCaller(provider.accountId, provider.arn) },
    'sts:AssumeRoleWithWebIdentity',
    [
      {
        resource: input.RoleArn,
        resourceTags: role?.tags,
        resourcePolicy: trustOf(call.shelf, role),
        keys: {
          [`${provider.url}:aud`]: audience,
          [`${provider.url}:sub`]: subject,
          [CONDITION_KEYS.federatedProvider]: provider.arn,
          [CONDITION_KEYS.stsRoleSessionName]: input.RoleSessionName,
        },
      },
    ],
  );
  const sealing = { sessionKeys: call.sessionKeys, random: call.platform.random };
  return denial && authorizationRefusal(denial.decision, denial.request, 'awsQuery', sealing);
}

function invalidToken({ length }: string): ApiError | undefined {
  const { least, most } = TOKEN_LENGTH;
  // The value is a secret and stays out of the message.
  if (length < least) return constraintError('webIdentityToken', '', `have length greater than or equal to ${least}`);
  return length > most
    ? constraintError('webIdentityToken', '', `have length less than or equal to ${most}`)
    : undefined;
}
