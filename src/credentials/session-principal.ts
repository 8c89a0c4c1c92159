import { arn, partitionOf } from '#model';
import type { Instance, RoleDelivery } from '#model';
import type { SessionRequest } from './credentials.ts';
import type { RefreshWindow } from './refresh-window.ts';

/** Who a local session is, and everything policies ask of where it came from. */
export interface SessionPrincipal {
  readonly accountId: string;
  /** `aws`, `aws-cn`, … */
  readonly partition: string;
  readonly roleName: string;
  /** `AROA…`; a principal id is this, a colon and `sessionName`. */
  readonly roleId: string;
  readonly roleArn: string;
  /** The instance's id. */
  readonly sessionName: string;
  /** `ec2:SourceInstanceARN`. */
  readonly sourceInstanceArn: string;
  /** `aws:Ec2InstanceSourceVpc`. */
  readonly sourceVpcId: string;
  /** `aws:Ec2InstanceSourcePrivateIPv4`; undefined on an IPv6-only instance. */
  readonly sourcePrivateIpv4: string | undefined;
  /** `ec2:RoleDelivery`. */
  readonly delivery: RoleDelivery;
  /** Milliseconds since the epoch. */
  readonly issuedAtMs: number;
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

/** The principal of a request's session in one refresh window. */
export function sessionPrincipal(request: SessionRequest, window: RefreshWindow): SessionPrincipal {
  const { instance, role, delivery } = request;
  const [primary] = instance.networkInterfaces;
  return {
    accountId: instance.accountId,
    partition: partitionOf(instance.region).name,
    roleName: role.name,
    roleId: role.id,
    roleArn: role.arn,
    sessionName: instance.id,
    sourceInstanceArn: instanceArn(instance),
    sourceVpcId: primary.vpcId,
    sourcePrivateIpv4: primary.privateIpv4s[0],
    delivery,
    issuedAtMs: window.issuedAtMs,
    expiresAtMs: window.expiresAtMs,
  };
}

function instanceArn({ id, accountId, region }: Instance): string {
  return arn(region, 'ec2', region, accountId, `instance/${id}`);
}

/** What a session token seals: equal principals give equal bytes. */
export function encodePrincipal(principal: SessionPrincipal): Buffer {
  return Buffer.from(
    JSON.stringify([
      principal.accountId,
      principal.partition,
      principal.roleName,
      principal.roleId,
      principal.roleArn,
      principal.sessionName,
      principal.sourceInstanceArn,
      principal.sourceVpcId,
      principal.sourcePrivateIpv4 ?? '',
      principal.delivery,
      principal.issuedAtMs,
      principal.expiresAtMs,
    ]),
  );
}

/** Reads back what `encodePrincipal` wrote. Only for bytes whose seal has been verified. */
export function decodePrincipal(octets: Buffer): SessionPrincipal {
  // The seal vouches for the shape: only encodePrincipal's output is ever sealed under this version of the token.
  const fields = JSON.parse(octets.toString()) as EncodedPrincipal;
  const [accountId, partition, roleName, roleId, roleArn, sessionName, sourceInstanceArn, ...origin] = fields;
  const [sourceVpcId, sourcePrivateIpv4, delivery, issuedAtMs, expiresAtMs] = origin;
  return {
    accountId,
    partition,
    roleName,
    roleId,
    roleArn,
    sessionName,
    sourceInstanceArn,
    sourceVpcId,
    sourcePrivateIpv4: sourcePrivateIpv4 === '' ? undefined : sourcePrivateIpv4,
    delivery,
    issuedAtMs,
    expiresAtMs,
  };
}

type EncodedPrincipal = readonly [
  accountId: string,
  partition: string,
  roleName: string,
  roleId: string,
  roleArn: string,
  sessionName: string,
  sourceInstanceArn: string,
  sourceVpcId: string,
  sourcePrivateIpv4: string,
  delivery: RoleDelivery,
  issuedAtMs: number,
  expiresAtMs: number,
];
