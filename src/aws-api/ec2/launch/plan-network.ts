import { err, ok } from '#base';
import type { Result } from '#base';
import type { SecurityGroup } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { Call } from '../../action.ts';
import { ec2Error, invalidParameterValue } from '../errors.ts';
import { deletedGroupNamed } from '../security-group/find-group.ts';
import { securityGroupsOf } from '../security-groups.ts';
import { isWithin } from './derived-addresses.ts';
import type { LaunchParameters } from './launch-parameters.ts';
import { isInUse, launchSubnet } from './subnet.ts';
import type { LaunchSubnet } from './subnet.ts';

/** One network interface as every instance of a launch is to have it. */
export interface PlannedInterface {
  readonly specification: ec2.InstanceNetworkInterfaceSpecification;
  readonly subnet: LaunchSubnet;
  readonly securityGroups: readonly (SecurityGroup | { readonly name: string })[];
  readonly publicIpv4: boolean;
}

/** The network of a launch, its primary interface first. */
export function planNetwork(
  parameters: LaunchParameters,
  zone: string | undefined,
  call: Call,
): Result<readonly PlannedInterface[], ApiError> {
  const specifications = [...(parameters.NetworkInterfaces ?? [])].sort(byDevice);
  const all = specifications.length > 0 ? specifications : [instanceLevel(parameters)];
  const planned = all.map((specification): PlannedInterface => {
    const subnet = launchSubnet(call, specification.SubnetId, zone);
    const ids = specification.Groups ?? parameters.SecurityGroupIds ?? [];
    return {
      specification,
      subnet,
      securityGroups: securityGroupsOf(call, ids, parameters.SecurityGroups),
      publicIpv4: specification.AssociatePublicIpAddress ?? (subnet.isDefault && specification.DeviceIndex === 0),
    };
  });
  const groupIds = all.flatMap(({ Groups }) => Groups ?? parameters.SecurityGroupIds ?? []);
  const refusal =
    deletedGroupNamed(call, groupIds, planned[0]?.subnet.surroundings.vpcId) ??
    planned.map((nic) => unusable(nic, call)).find((error) => error !== undefined);
  return refusal === undefined ? ok(planned) : err(refusal);
}

/** The private IPv4 addresses that a request asks for by themselves, the primary one first if it is among them. */
export function requestedIpv4s(specification: ec2.InstanceNetworkInterfaceSpecification): readonly string[] {
  const { PrivateIpAddresses = [] } = specification;
  const all = [requestedPrimary(specification), ...PrivateIpAddresses.map((each) => each.PrivateIpAddress)];
  return [...new Set(all.filter((address) => address !== undefined))];
}

/** The primary address that a request asks for; of those that it does not call so, none is. */
export function requestedPrimary({
  PrivateIpAddress,
  PrivateIpAddresses = [],
}: ec2.InstanceNetworkInterfaceSpecification): string | undefined {
  return PrivateIpAddress ?? PrivateIpAddresses.find(({ Primary }) => Primary === true)?.PrivateIpAddress;
}

function instanceLevel(parameters: LaunchParameters): ec2.InstanceNetworkInterfaceSpecification {
  const { SubnetId, PrivateIpAddress, Ipv6Addresses, Ipv6AddressCount } = parameters;
  return { DeviceIndex: 0, SubnetId, PrivateIpAddress, Ipv6Addresses, Ipv6AddressCount };
}

function unusable({ specification, subnet }: PlannedInterface, call: Call): ApiError | undefined {
  for (const address of requestedIpv4s(specification)) {
    const { subnetIpv4Cidr: cidr } = subnet.surroundings;
    if (cidr !== undefined && !isWithin(address, cidr)) {
      return invalidParameterValue(`Address ${address} does not fall within the subnet's address range`);
    }
    if (isInUse(call, address, subnet.id)) {
      return ec2Error('InvalidIPAddress.InUse', `Address ${address} is in use.`);
    }
  }
  return undefined;
}

function byDevice(
  one: ec2.InstanceNetworkInterfaceSpecification,
  other: ec2.InstanceNetworkInterfaceSpecification,
): number {
  return (one.DeviceIndex ?? 0) - (other.DeviceIndex ?? 0);
}
