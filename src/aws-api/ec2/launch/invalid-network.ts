import { parseAddress } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import { ec2Error, invalidParameterValue } from '../errors.ts';
import type { LaunchParameters } from './launch-parameters.ts';

const INTERFACES_MAX = 15;
const ADDRESSES_MAX = 50;

/** What is wrong with the network of a launch, found without looking anything up. */
export function invalidNetwork(parameters: LaunchParameters): ApiError | undefined {
  const { NetworkInterfaces = [], SubnetId, SecurityGroups = [], SecurityGroupIds = [] } = parameters;
  return (
    invalidCombination(parameters) ??
    malformedId('InvalidSubnetID.Malformed', 'subnet', [SubnetId, ...NetworkInterfaces.map((nic) => nic.SubnetId)]) ??
    malformedGroupIds([...SecurityGroupIds, ...NetworkInterfaces.flatMap(({ Groups = [] }) => Groups)]) ??
    malformedId(
      'InvalidNetworkInterfaceId.Malformed',
      'eni',
      NetworkInterfaces.map((nic) => nic.NetworkInterfaceId),
    ) ??
    invalidAddress(parameters) ??
    twoPrimaries(NetworkInterfaces) ??
    invalidDevices(NetworkInterfaces) ??
    invalidAddressCount([
      parameters.Ipv6AddressCount,
      ...NetworkInterfaces.flatMap((nic) => [nic.Ipv6AddressCount, nic.SecondaryPrivateIpAddressCount]),
    ]) ??
    (SecurityGroups.includes('')
      ? ec2Error('InvalidGroup.NotFound', "The security group '' does not exist")
      : undefined)
  );
}

function invalidCombination(parameters: LaunchParameters): ApiError | undefined {
  const { NetworkInterfaces = [], SubnetId, SecurityGroups = [], SecurityGroupIds = [] } = parameters;
  if (SecurityGroups.length > 0 && SubnetId !== undefined) {
    return combination('The parameter groupName cannot be used with the parameter subnet');
  }
  if (NetworkInterfaces.length === 0) return undefined;
  if (SubnetId !== undefined) return besides('subnet ID');
  if (SecurityGroups.length + SecurityGroupIds.length > 0) return besides('security groups');
  return parameters.PrivateIpAddress === undefined ? undefined : besides('private address');
}

function besides(what: string): ApiError {
  return combination(`Network interfaces and an instance-level ${what} may not be specified on the same request`);
}

function combination(message: string): ApiError {
  return ec2Error('InvalidParameterCombination', message);
}

/** What is wrong with the spelling of ids of security groups. */
export function malformedGroupIds(ids: readonly string[]): ApiError | undefined {
  return malformedId('InvalidGroupId.Malformed', 'sg', ids);
}

function malformedId(code: string, prefix: string, ids: readonly (string | undefined)[]): ApiError | undefined {
  const malformed = ids.find((id) => id !== undefined && !new RegExp(`^${prefix}-[\\da-f]{1,17}$`).test(id));
  if (malformed === undefined) return undefined;
  return ec2Error(code, `Invalid id: "${malformed.slice(0, 100)}" (expecting "${prefix}-...")`);
}

function invalidAddress({
  PrivateIpAddress,
  Ipv6Addresses = [],
  NetworkInterfaces = [],
}: LaunchParameters): ApiError | undefined {
  const ipv4s = [
    PrivateIpAddress,
    ...NetworkInterfaces.flatMap((nic) => [
      nic.PrivateIpAddress,
      ...(nic.PrivateIpAddresses ?? []).map((each) => each.PrivateIpAddress),
    ]),
  ];
  const ipv6s = [...Ipv6Addresses, ...NetworkInterfaces.flatMap((nic) => nic.Ipv6Addresses ?? [])];
  const wrong =
    ipv4s.find((address) => address !== undefined && typeof parseAddress(address) !== 'number') ??
    ipv6s.map(({ Ipv6Address = '' }) => Ipv6Address).find((address) => typeof parseAddress(address) !== 'string');
  return wrong === undefined
    ? undefined
    : invalidParameterValue(`Value (${wrong.slice(0, 100)}) for parameter address is invalid. Invalid IP address`);
}

function twoPrimaries(nics: readonly ec2.InstanceNetworkInterfaceSpecification[]): ApiError | undefined {
  const wrong = nics.some(({ PrivateIpAddress, PrivateIpAddresses = [] }) => {
    const named = PrivateIpAddresses.filter(({ Primary }) => Primary === true).map((each) => each.PrivateIpAddress);
    return new Set([PrivateIpAddress, ...named].filter((address) => address !== undefined)).size > 1;
  });
  return wrong ? combination('Only one primary private IP address can be specified.') : undefined;
}

function invalidDevices(nics: readonly ec2.InstanceNetworkInterfaceSpecification[]): ApiError | undefined {
  if (nics.length > INTERFACES_MAX) {
    return ec2Error(
      'AttachmentLimitExceeded',
      `At most ${INTERFACES_MAX} network interfaces can be attached to an instance`,
    );
  }
  const devices = nics.map(({ DeviceIndex }) => DeviceIndex);
  if (nics.length > 0 && devices.includes(undefined)) {
    return ec2Error('MissingParameter', 'Each network interface requires a device index.');
  }
  if (new Set(devices).size < devices.length || (nics.length > 0 && !devices.includes(0))) {
    return invalidParameterValue('Each network interface requires a unique device index, one of them 0.');
  }
  return undefined;
}

function invalidAddressCount(counts: readonly (number | undefined)[]): ApiError | undefined {
  const wrong = counts.find(
    (count) => count !== undefined && !(Number.isInteger(count) && count >= 0 && count <= ADDRESSES_MAX),
  );
  if (wrong === undefined) return undefined;
  return invalidParameterValue(`Value (${wrong}) for parameter addressCount is invalid.`);
}
