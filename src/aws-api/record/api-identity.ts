import type { ApiIdentity } from '#model';
import type { Caller } from '../authenticate/caller.ts';

/** Who made a call, as events tell it. */
export function apiIdentity({ principal, accountId, accessKeyId, session }: Caller): ApiIdentity {
  const belongs = 'accountId' in principal;
  return {
    kind: principal.kind === 'service' ? 'anonymous' : principal.kind,
    accountId,
    arn: belongs ? principal.arn : '',
    principalId: belongs ? principal.id : '',
    accessKeyId,
    session: session && {
      issuedAtMs: session.issuedAtMs,
      expiresAtMs: session.expiresAtMs,
      roleArn: principal.kind === 'assumed-role' ? principal.roleArn : undefined,
      instance: session.instance,
      sourceIdentity: session.sourceIdentity,
      federatedProvider: session.federatedProvider,
    },
  };
}
