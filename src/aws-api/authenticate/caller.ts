import type { LocalSession } from '#credentials';
import type { SessionInstance } from '#model';
import type { Principal } from '#policy';
import type { IssuedSession } from './issued-session.ts';

/** Who makes a call, as far as its credentials say. */
export interface Caller {
  readonly principal: Principal;
  /** The account the call is made in. */
  readonly accountId: string;
  /** Undefined for whoever did not sign. */
  readonly accessKeyId: string | undefined;
  /** Of temporary credentials. */
  readonly session: CallerSession | undefined;
}

/** What temporary credentials bring. */
interface CallerSession extends Omit<IssuedSession, 'principal'> {
  readonly sourceIdentity: string | undefined;
  readonly federatedProvider: string | undefined;
  /** The instance that read the credentials from its metadata. */
  readonly instance: SessionInstance | undefined;
}

/** The root user of an account. */
export function rootCaller(accountId: string, partition: string, accessKeyId: string): Caller {
  const principal = { kind: 'root', accountId, arn: `arn:${partition}:iam::${accountId}:root`, id: accountId } as const;
  return { principal, accountId, accessKeyId, session: undefined };
}

/** A user of an account. */
export function userCaller(
  user: { readonly accountId: string; readonly arn: string; readonly id: string },
  accessKeyId: string,
): Caller {
  const { accountId, arn, id } = user;
  return { principal: { kind: 'user', accountId, arn, id }, accountId, accessKeyId, session: undefined };
}

/** Somebody who does not sign. */
export function anonymousCaller(accountId: string): Caller {
  return { principal: { kind: 'anonymous' }, accountId, accessKeyId: undefined, session: undefined };
}

/** Somebody who has proved to be known to an identity provider. */
export function webIdentityCaller(accountId: string, provider: string): Caller {
  return { principal: { kind: 'web-identity', provider }, accountId, accessKeyId: undefined, session: undefined };
}

/** An instance with the credentials of its role. */
export function instanceCaller({ principal }: LocalSession, accessKeyId: string): Caller {
  const { accountId, partition, roleName, roleId, roleArn, sessionName } = principal;
  const arn = `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${sessionName}`;
  return {
    principal: { kind: 'assumed-role', accountId, arn, id: `${roleId}:${sessionName}`, roleArn },
    accountId,
    accessKeyId,
    session: {
      issuedAtMs: principal.issuedAtMs,
      expiresAtMs: principal.expiresAtMs,
      policies: [],
      policyArns: [],
      tags: {},
      transitiveTagKeys: [],
      sourceIdentity: undefined,
      federatedProvider: undefined,
      instance: {
        arn: principal.sourceInstanceArn,
        vpcId: principal.sourceVpcId,
        privateIpv4: principal.sourcePrivateIpv4,
        delivery: principal.delivery,
      },
    },
  };
}

/** Whoever was given credentials by STS. */
export function issuedCaller(issued: IssuedSession, accessKeyId: string): Caller {
  const { principal, sourceIdentity, federatedProvider, ...session } = issued;
  return {
    principal,
    accountId: principal.accountId,
    accessKeyId,
    session: { ...session, sourceIdentity, federatedProvider, instance: undefined },
  };
}
