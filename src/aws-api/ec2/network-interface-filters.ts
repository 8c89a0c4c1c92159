import type { ec2 } from '#protocol/aws';
import type { Filterable } from './filters.ts';
import { tagsOf } from './tag-list.ts';

/** The filters of DescribeNetworkInterfaces (EC2 API Reference) that there is something to compare with for. */
export const NETWORK_INTERFACE_FILTERS: Filterable<ec2.NetworkInterface> = {
  table: {
    'addresses.association.public-ip': ({ PrivateIpAddresses }) =>
      PrivateIpAddresses?.map(({ Association }) => Association?.PublicIp),
    'addresses.primary': ({ PrivateIpAddresses }) => PrivateIpAddresses?.map(({ Primary }) => Primary),
    'addresses.private-ip-address': ({ PrivateIpAddresses }) =>
      PrivateIpAddresses?.map(({ PrivateIpAddress }) => PrivateIpAddress),
    'association.ip-owner-id': ({ Association }) => Association?.IpOwnerId,
    'association.public-dns-name': ({ Association }) => Association?.PublicDnsName,
    'association.public-ip': ({ Association }) => Association?.PublicIp,
    'attachment.attachment-id': ({ Attachment }) => Attachment?.AttachmentId,
    'attachment.attach-time': ({ Attachment }) => Attachment?.AttachTime?.toISOString(),
    'attachment.delete-on-termination': ({ Attachment }) => Attachment?.DeleteOnTermination,
    'attachment.device-index': ({ Attachment }) => Attachment?.DeviceIndex,
    'attachment.instance-id': ({ Attachment }) => Attachment?.InstanceId,
    'attachment.instance-owner-id': ({ Attachment }) => Attachment?.InstanceOwnerId,
    'attachment.status': ({ Attachment }) => Attachment?.Status,
    'availability-zone': ({ AvailabilityZone }) => AvailabilityZone,
    'availability-zone-id': ({ AvailabilityZoneId }) => AvailabilityZoneId,
    description: ({ Description }) => Description,
    'group-id': ({ Groups }) => Groups?.map(({ GroupId }) => GroupId),
    'group-name': ({ Groups }) => Groups?.map(({ GroupName }) => GroupName),
    'interface-type': ({ InterfaceType }) => InterfaceType,
    'ipv6-addresses.ipv6-address': ({ Ipv6Addresses }) => Ipv6Addresses?.map(({ Ipv6Address }) => Ipv6Address),
    'mac-address': ({ MacAddress }) => MacAddress,
    'network-interface-id': ({ NetworkInterfaceId }) => NetworkInterfaceId,
    'owner-id': ({ OwnerId }) => OwnerId,
    'private-dns-name': ({ PrivateDnsName }) => PrivateDnsName,
    'private-ip-address': ({ PrivateIpAddress }) => PrivateIpAddress,
    'requester-managed': ({ RequesterManaged }) => RequesterManaged,
    'source-dest-check': ({ SourceDestCheck }) => SourceDestCheck,
    status: ({ Status }) => Status,
    'subnet-id': ({ SubnetId }) => SubnetId,
    'vpc-id': ({ VpcId }) => VpcId,
  },
  tagsOf: ({ TagSet }) => tagsOf(TagSet ?? []),
};
