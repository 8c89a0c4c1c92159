import { deriveResourceId, ipPrivateDnsName, publicDnsName } from '#model';
import type { Instance, InstanceControls, NetworkInterface } from '#model';
import type { ec2 } from '#protocol/aws';
import { interfaceSettings } from './interfaces.ts';

/** A network interface as DescribeInstances shows it. */
export function networkInterfaceView(
  instance: Instance,
  nic: NetworkInterface,
  controls: InstanceControls,
): ec2.InstanceNetworkInterface {
  const settings = interfaceSettings(controls, nic);
  // What is said of the instance is said of its primary interface.
  const ofInstance = nic.deviceNumber === 0 ? controls.sourceDestCheck : undefined;
  return {
    NetworkInterfaceId: nic.interfaceId,
    MacAddress: nic.mac,
    OwnerId: nic.ownerId,
    SubnetId: nic.subnetId,
    VpcId: nic.vpcId,
    Status: 'in-use',
    InterfaceType: 'interface',
    Description: settings.description ?? '',
    SourceDestCheck: ofInstance ?? settings.sourceDestCheck ?? true,
    Groups: nic.securityGroups.map(({ id, name }) => ({ GroupId: id, GroupName: name })),
    PrivateDnsName: nic.localHostname,
    PrivateIpAddress: nic.privateIpv4s[0],
    PrivateIpAddresses: nic.privateIpv4s.map((address, index) => ({
      Primary: index === 0,
      PrivateIpAddress: address,
      PrivateDnsName: ipPrivateDnsName(address, instance.region),
      Association: association(instance, nic, address),
    })),
    Association: association(instance, nic, nic.privateIpv4s[0]),
    Ipv6Addresses: nic.ipv6s.map((address) => ({ Ipv6Address: address })),
    Ipv4Prefixes: nic.ipv4Prefixes.map((prefix) => ({ Ipv4Prefix: prefix })),
    Ipv6Prefixes: nic.ipv6Prefixes.map((prefix) => ({ Ipv6Prefix: prefix })),
    Attachment: {
      AttachmentId: deriveResourceId('eni-attach', nic.interfaceId),
      AttachTime: new Date(instance.launchTimeMs),
      DeleteOnTermination: settings.deleteOnTermination ?? true,
      DeviceIndex: nic.deviceNumber,
      NetworkCardIndex: nic.networkCard ?? 0,
      Status: 'attached',
    },
  };
}

function association(
  { state, region }: Instance,
  nic: NetworkInterface,
  privateIpv4: string | undefined,
): ec2.InstanceNetworkInterfaceAssociation | undefined {
  const mapped = nic.publicAddresses.find((address) => address.privateIpv4 === privateIpv4);
  if (mapped === undefined || state === 'stopped') return undefined;
  const { publicIpv4 } = mapped;
  return { IpOwnerId: 'amazon', PublicIp: publicIpv4, PublicDnsName: publicDnsName(publicIpv4, region) };
}
