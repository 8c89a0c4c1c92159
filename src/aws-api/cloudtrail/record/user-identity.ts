import type { ApiIdentity, ApiSession } from '#model';

/** Who made a call, as CloudTrail tells it (CloudTrail User Guide, "userIdentity element"). */
export function userIdentity(identity: ApiIdentity): object {
  const { accountId, arn, principalId, accessKeyId } = identity;
  const common = { principalId, arn, accountId, ...(accessKeyId === undefined ? {} : { accessKeyId }) };
  switch (identity.kind) {
    case 'root':
      return { type: 'Root', ...common };
    case 'user':
      return { type: 'IAMUser', ...common, userName: lastPart(arn), ...contextOf(identity) };
    case 'assumed-role':
      return { type: 'AssumedRole', ...common, ...contextOf(identity) };
    case 'federated-user':
      return { type: 'FederatedUser', ...common, ...contextOf(identity) };
    case 'web-identity':
      return { type: 'WebIdentityUser', accountId, identityProvider: identity.session?.federatedProvider ?? arn };
    case 'anonymous':
      return { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' };
  }
}

/** The name that LookupEvents finds a call by: of the user, or of the session of a role. */
export function userName({ kind, arn }: ApiIdentity): string | undefined {
  if (kind === 'root') return 'root';
  return arn === '' ? undefined : lastPart(arn);
}

function contextOf({ session, accountId, principalId }: ApiIdentity): object {
  if (session === undefined) return {};
  const { sourceIdentity, federatedProvider, instance } = session;
  return {
    sessionContext: {
      ...issuerOf(session, accountId, principalId),
      ...(federatedProvider === undefined ? {} : { webIdFederationData: { federatedProvider, attributes: {} } }),
      attributes: { creationDate: instant(session.issuedAtMs), mfaAuthenticated: 'false' },
      ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
      ...(instance === undefined ? {} : { ec2RoleDelivery: instance.delivery }),
    },
  };
}

function issuerOf({ roleArn }: ApiSession, accountId: string, principalId: string): object {
  if (roleArn === undefined) return {};
  const [roleId = ''] = principalId.split(':');
  return {
    sessionIssuer: { type: 'Role', principalId: roleId, arn: roleArn, accountId, userName: lastPart(roleArn) },
  };
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** A time to the second. */
export function instant(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
