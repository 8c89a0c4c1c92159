import { err, ok } from '#base';
import type { Result } from '#base';
import { parseAddress } from '#model';
import type { SecurityGroupPeer, SecurityGroupRule } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import { ec2Error, invalidParameterValue } from '../errors.ts';

/** A rule that a request asks for, before it has an id. */
export type AskedRule = Omit<SecurityGroupRule, 'id' | 'tags'>;

/** How a request asks for rules: as a list, or one of them by parameters of its own. */
export type RulesInput = Pick<
  ec2.AuthorizeSecurityGroupIngressRequest,
  'IpPermissions' | 'IpProtocol' | 'FromPort' | 'ToPort' | 'CidrIp' | 'SourceSecurityGroupName'
>;

/** Finds the id of a group by its name. */
type GroupId = (name: string) => Result<string, ApiError>;

const NAMED = new Map([
  ['1', 'icmp'],
  ['6', 'tcp'],
  ['17', 'udp'],
  ['58', 'icmpv6'],
  ['all', '-1'],
]);
const WITH_PORTS: ReadonlySet<string> = new Set(['tcp', 'udp', 'icmp', 'icmpv6']);

/** The rules of a request; the error is the first that is malformed. */
export function readRules(
  input: RulesInput,
  isEgress: boolean,
  groupId: GroupId,
): Result<readonly AskedRule[], ApiError> {
  const rules: AskedRule[] = [];
  for (const permission of input.IpPermissions ?? [ownPermission(input)]) {
    const read = readPermission(permission, isEgress, groupId);
    if (!read.ok) return read;
    rules.push(...read.value);
  }
  return rules.length === 0 ? err(NO_RULES) : ok(rules);
}

const NO_RULES = ec2Error('MissingParameter', 'The request must contain the parameter ipPermissions');

function ownPermission({
  IpProtocol,
  FromPort,
  ToPort,
  CidrIp,
  SourceSecurityGroupName,
}: RulesInput): ec2.IpPermission {
  return {
    // A group by its name stands for all of its traffic.
    IpProtocol: IpProtocol ?? (SourceSecurityGroupName === undefined ? undefined : '-1'),
    FromPort,
    ToPort,
    IpRanges: CidrIp === undefined ? [] : [{ CidrIp }],
    UserIdGroupPairs: SourceSecurityGroupName === undefined ? [] : [{ GroupName: SourceSecurityGroupName }],
  };
}

function readPermission(
  permission: ec2.IpPermission,
  isEgress: boolean,
  groupId: GroupId,
): Result<readonly AskedRule[], ApiError> {
  const protocol = readProtocol(permission.IpProtocol);
  if (!protocol.ok) return protocol;
  const ports = readPorts(protocol.value, permission);
  if (!ports.ok) return ports;
  const rules: AskedRule[] = [];
  for (const { peer, description } of peersOf(permission, groupId)) {
    if (!peer.ok) return peer;
    const said = description === undefined || description === '' ? {} : { description };
    rules.push({ isEgress, protocol: protocol.value, ...ports.value, peer: peer.value, ...said });
  }
  return ok(rules);
}

function readProtocol(text: string | undefined): Result<string, ApiError> {
  if (text === undefined) return err(invalidParameterValue('Invalid value for IP protocol. Unknown protocol.'));
  const protocol = NAMED.get(text.toLowerCase()) ?? text.toLowerCase();
  const isNumber = /^\d{1,3}$/.test(protocol) && Number(protocol) <= 255;
  if (protocol === '-1' || WITH_PORTS.has(protocol) || isNumber) return ok(protocol);
  const message = `Invalid value '${text.slice(0, 100)}' for IP protocol. Unknown protocol.`;
  return err(invalidParameterValue(message));
}

function readPorts(
  protocol: string,
  { FromPort, ToPort }: ec2.IpPermission,
): Result<Pick<AskedRule, 'fromPort' | 'toPort'>, ApiError> {
  if (!WITH_PORTS.has(protocol)) return ok({ fromPort: -1, toPort: -1 });
  const isIcmp = protocol.startsWith('icmp');
  const [fromPort, toPort] = [FromPort ?? (isIcmp ? -1 : undefined), ToPort ?? FromPort ?? (isIcmp ? -1 : undefined)];
  if (fromPort === undefined || toPort === undefined) {
    return err(invalidParameterValue(`Must specify both from and to ports with TCP/UDP.`));
  }
  const least = isIcmp ? -1 : 0;
  const isRange = [fromPort, toPort].every((port) => Number.isInteger(port) && port >= least && port <= 65_535);
  if (!isRange || (!isIcmp && fromPort > toPort)) {
    return err(invalidParameterValue(`Invalid TCP/UDP port range (${fromPort}:${toPort})`));
  }
  return ok({ fromPort, toPort });
}

interface AskedPeer {
  readonly peer: Result<SecurityGroupPeer, ApiError>;
  readonly description: string | undefined;
}

function peersOf(
  { IpRanges = [], Ipv6Ranges = [], UserIdGroupPairs = [], PrefixListIds = [] }: ec2.IpPermission,
  groupId: GroupId,
): readonly AskedPeer[] {
  return [
    ...IpRanges.map(({ CidrIp, Description }) => ({ peer: readCidr('ipv4', CidrIp), description: Description })),
    ...Ipv6Ranges.map(({ CidrIpv6, Description }) => ({ peer: readCidr('ipv6', CidrIpv6), description: Description })),
    ...UserIdGroupPairs.map((pair) => ({ peer: readGroup(pair, groupId), description: pair.Description })),
    ...PrefixListIds.map(({ PrefixListId = '', Description }) => ({
      peer: ok({ kind: 'prefix-list', prefixListId: PrefixListId } as const),
      description: Description,
    })),
  ];
}

function readCidr(kind: 'ipv4' | 'ipv6', text = ''): Result<SecurityGroupPeer, ApiError> {
  const [address = '', bits = kind === 'ipv4' ? '32' : '128', ...more] = text.split('/');
  const parsed = parseAddress(address);
  const isOfKind = typeof parsed === (kind === 'ipv4' ? 'number' : 'string');
  const most = kind === 'ipv4' ? 32 : 128;
  if (!isOfKind || more.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most) {
    return err(invalidParameterValue(`CIDR block ${text.slice(0, 100)} is malformed`));
  }
  return ok({ kind, cidr: `${address}/${Number(bits)}` });
}

function readGroup(
  { GroupId: id, GroupName: name }: ec2.UserIdGroupPair,
  groupId: GroupId,
): Result<SecurityGroupPeer, ApiError> {
  const found = id === undefined || id === '' ? groupId(name ?? '') : ok(id);
  return found.ok ? ok({ kind: 'group', groupId: found.value }) : found;
}

/** What makes two rules the same one. */
export function ruleKey({ isEgress, protocol, fromPort, toPort, peer }: AskedRule): string {
  return JSON.stringify([isEgress, protocol, fromPort, toPort, peer]);
}
