import { err, ok } from '#base';
import type { ApiError } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import type { Caller } from '../authenticate/caller.ts';
import { accessDenied } from './errors.ts';
import { lifetime, sessionCredentials } from './role-session.ts';
import { DURATION_SECONDS, invalidDuration } from './session-rules.ts';

const USUAL_SECONDS = 43_200;

/** STS API Reference, `GetSessionToken`: needs no permission, and no MFA device can be had here. */
export const getSessionToken: ActionOf<'sts', 'GetSessionToken'> = {
  validate: ({ DurationSeconds }) => invalidDuration(DurationSeconds, DURATION_SECONDS.user),
  permissions: () => [],
  act({ DurationSeconds = USUAL_SECONDS, TokenCode }, call) {
    const refusal = unfit(call.caller) ?? (TokenCode === undefined ? undefined : NO_MFA);
    const { principal } = call.caller;
    if (refusal !== undefined) return err(refusal);
    // `unfit` leaves root users and users only.
    if (!('accountId' in principal)) return err(SESSION_CREDENTIALS);
    const seconds = principal.kind === 'root' ? Math.min(DurationSeconds, DURATION_SECONDS.root) : DurationSeconds;
    const nothingPassed = { policies: [], policyArns: [], tags: {}, transitiveTagKeys: [] };
    const session = { principal, ...lifetime(call, seconds), ...nothingPassed };
    return ok({ Credentials: sessionCredentials(call, session) });
  },
};

const SESSION_CREDENTIALS = accessDenied('Cannot call GetSessionToken with session credentials');
const NO_MFA = accessDenied('MultiFactorAuthentication failed with invalid MFA one time pass code. ');

function unfit({ principal, session }: Caller): ApiError | undefined {
  const isLasting = session === undefined && (principal.kind === 'root' || principal.kind === 'user');
  return isLasting ? undefined : SESSION_CREDENTIALS;
}
