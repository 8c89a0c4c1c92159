import type { Instance } from '#model';
import type { ec2 } from '#protocol/aws';
import type { FilterTable } from './filters.ts';

/** An instance as filters see it. */
export interface FilteredInstance {
  readonly instance: Instance;
  readonly view: ec2.Instance;
}

/** The filters of DescribeInstances (EC2 API Reference) that there is something to compare with for. */
export const INSTANCE_FILTERS: FilterTable<FilteredInstance> = {
  architecture: ({ view }) => view.Architecture,
  'availability-zone': ({ view }) => view.Placement?.AvailabilityZone,
  'availability-zone-id': ({ view }) => view.Placement?.AvailabilityZoneId,
  'block-device-mapping.attach-time': ({ view }) => view.BlockDeviceMappings?.map(({ Ebs }) => iso(Ebs?.AttachTime)),
  'block-device-mapping.delete-on-termination': ({ view }) =>
    view.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.DeleteOnTermination),
  'block-device-mapping.device-name': ({ view }) => view.BlockDeviceMappings?.map(({ DeviceName }) => DeviceName),
  'block-device-mapping.status': ({ view }) => view.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.Status),
  'block-device-mapping.volume-id': ({ view }) => view.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.VolumeId),
  'boot-mode': ({ view }) => view.BootMode,
  'capacity-reservation-id': ({ view }) => view.CapacityReservationId,
  'capacity-reservation-specification.capacity-reservation-preference': ({ view }) =>
    view.CapacityReservationSpecification?.CapacityReservationPreference,
  'client-token': ({ view }) => view.ClientToken,
  'current-instance-boot-mode': ({ view }) => view.CurrentInstanceBootMode,
  'dns-name': ({ view }) => view.PublicDnsName,
  'ebs-optimized': ({ view }) => view.EbsOptimized,
  'ena-support': ({ view }) => view.EnaSupport,
  'enclave-options.enabled': ({ view }) => view.EnclaveOptions?.Enabled,
  'hibernation-options.configured': ({ view }) => view.HibernationOptions?.Configured,
  'host-id': ({ view }) => view.Placement?.HostId,
  hypervisor: ({ view }) => view.Hypervisor,
  'iam-instance-profile.arn': ({ view }) => view.IamInstanceProfile?.Arn,
  'iam-instance-profile.id': ({ view }) => view.IamInstanceProfile?.Id,
  'iam-instance-profile.name': ({ instance }) => instance.instanceProfile?.name,
  'image-id': ({ view }) => view.ImageId,
  'instance-id': ({ view }) => view.InstanceId,
  'instance-lifecycle': ({ view }) => view.InstanceLifecycle,
  'instance-state-code': ({ view }) => view.State?.Code,
  'instance-state-name': ({ view }) => view.State?.Name,
  'instance-type': ({ view }) => view.InstanceType,
  'instance.group-id': ({ view }) => view.SecurityGroups?.map(({ GroupId }) => GroupId),
  'instance.group-name': ({ view }) => view.SecurityGroups?.map(({ GroupName }) => GroupName),
  'ip-address': ({ view }) => view.PublicIpAddress,
  'ipv6-address': ({ instance }) => instance.networkInterfaces.flatMap(({ ipv6s }) => ipv6s),
  'kernel-id': ({ view }) => view.KernelId,
  'key-name': ({ view }) => view.KeyName,
  'launch-index': ({ view }) => view.AmiLaunchIndex,
  'launch-time': ({ view }) => iso(view.LaunchTime),
  'maintenance-options.auto-recovery': ({ view }) => view.MaintenanceOptions?.AutoRecovery,
  'metadata-options.http-tokens': ({ view }) => view.MetadataOptions?.HttpTokens,
  'metadata-options.http-put-response-hop-limit': ({ view }) => view.MetadataOptions?.HttpPutResponseHopLimit,
  'metadata-options.http-endpoint': ({ view }) => view.MetadataOptions?.HttpEndpoint,
  // The IPv4 endpoint is there whenever the service is.
  'metadata-options.http-protocol-ipv4': ({ view }) => view.MetadataOptions?.HttpEndpoint,
  'metadata-options.http-protocol-ipv6': ({ view }) => view.MetadataOptions?.HttpProtocolIpv6,
  'metadata-options.instance-metadata-tags': ({ view }) => view.MetadataOptions?.InstanceMetadataTags,
  'metadata-options.state': ({ view }) => view.MetadataOptions?.State,
  'monitoring-state': ({ view }) => view.Monitoring?.State,
  'network-interface.addresses.association.public-ip': ({ view }) =>
    view.NetworkInterfaces?.flatMap((nic) => nic.PrivateIpAddresses?.map(({ Association }) => Association?.PublicIp)),
  'network-interface.addresses.primary': ({ view }) =>
    view.NetworkInterfaces?.flatMap((nic) => nic.PrivateIpAddresses?.map(({ Primary }) => Primary)),
  'network-interface.addresses.private-ip-address': ({ instance }) =>
    instance.networkInterfaces.flatMap(({ privateIpv4s }) => privateIpv4s),
  'network-interface.association.public-ip': ({ view }) =>
    view.NetworkInterfaces?.map(({ Association }) => Association?.PublicIp),
  'network-interface.attachment.device-index': ({ view }) =>
    view.NetworkInterfaces?.map(({ Attachment }) => Attachment?.DeviceIndex),
  'network-interface.attachment.instance-id': ({ view }) => view.NetworkInterfaces?.map(() => view.InstanceId),
  'network-interface.attachment.instance-owner-id': ({ instance, view }) =>
    view.NetworkInterfaces?.map(() => instance.accountId),
  'network-interface.attachment.status': ({ view }) =>
    view.NetworkInterfaces?.map(({ Attachment }) => Attachment?.Status),
  'network-interface.availability-zone': ({ view }) => view.Placement?.AvailabilityZone,
  'network-interface.description': ({ view }) => view.NetworkInterfaces?.map(({ Description }) => Description),
  'network-interface.group-id': ({ instance }) => groups(instance).map(({ id }) => id),
  'network-interface.group-name': ({ instance }) => groups(instance).map(({ name }) => name),
  'network-interface.ipv6-addresses.ipv6-address': ({ instance }) =>
    instance.networkInterfaces.flatMap(({ ipv6s }) => ipv6s),
  'network-interface.mac-address': ({ view }) => view.NetworkInterfaces?.map(({ MacAddress }) => MacAddress),
  'network-interface.network-interface-id': ({ view }) =>
    view.NetworkInterfaces?.map(({ NetworkInterfaceId }) => NetworkInterfaceId),
  'network-interface.owner-id': ({ view }) => view.NetworkInterfaces?.map(({ OwnerId }) => OwnerId),
  'network-interface.private-dns-name': ({ view }) =>
    view.NetworkInterfaces?.map(({ PrivateDnsName }) => PrivateDnsName),
  'network-interface.private-ip-address': ({ view }) =>
    view.NetworkInterfaces?.map(({ PrivateIpAddress }) => PrivateIpAddress),
  'network-interface.source-dest-check': ({ view }) =>
    view.NetworkInterfaces?.map(({ SourceDestCheck }) => SourceDestCheck),
  'network-interface.status': ({ view }) => view.NetworkInterfaces?.map(({ Status }) => Status),
  'network-interface.subnet-id': ({ view }) => view.NetworkInterfaces?.map(({ SubnetId }) => SubnetId),
  'network-interface.vpc-id': ({ view }) => view.NetworkInterfaces?.map(({ VpcId }) => VpcId),
  'outpost-arn': ({ view }) => view.OutpostArn,
  'owner-id': ({ instance }) => instance.accountId,
  'placement-group-name': ({ view }) => view.Placement?.GroupName,
  'placement-partition-number': ({ view }) => view.Placement?.PartitionNumber,
  // Windows says what it is, everything else nothing.
  platform: ({ view }) => view.Platform,
  'platform-details': ({ view }) => view.PlatformDetails,
  'private-dns-name-options.enable-resource-name-dns-a-record': ({ view }) =>
    view.PrivateDnsNameOptions?.EnableResourceNameDnsARecord,
  'private-dns-name-options.enable-resource-name-dns-aaaa-record': ({ view }) =>
    view.PrivateDnsNameOptions?.EnableResourceNameDnsAAAARecord,
  'private-dns-name-options.hostname-type': ({ view }) => view.PrivateDnsNameOptions?.HostnameType,
  'private-dns-name': ({ view }) => view.PrivateDnsName,
  'private-ip-address': ({ view }) => view.PrivateIpAddress,
  'product-code': ({ instance }) => instance.productCodes,
  'ramdisk-id': ({ view }) => view.RamdiskId,
  reason: ({ view }) => view.StateTransitionReason,
  'reservation-id': ({ instance }) => instance.reservationId,
  'root-device-name': ({ view }) => view.RootDeviceName,
  'root-device-type': ({ view }) => view.RootDeviceType,
  'source-dest-check': ({ view }) => view.SourceDestCheck,
  'spot-instance-request-id': ({ view }) => view.SpotInstanceRequestId,
  'state-reason-code': ({ view }) => view.StateReason?.Code,
  'state-reason-message': ({ view }) => view.StateReason?.Message,
  'subnet-id': ({ view }) => view.SubnetId,
  tenancy: ({ view }) => view.Placement?.Tenancy,
  'usage-operation': ({ view }) => view.UsageOperation,
  'virtualization-type': ({ view }) => view.VirtualizationType,
  'vpc-id': ({ view }) => view.VpcId,
};

function groups(instance: Instance): Instance['networkInterfaces'][0]['securityGroups'] {
  return instance.networkInterfaces.flatMap(({ securityGroups }) => securityGroups);
}

function iso(date: Date | undefined): string | undefined {
  return date?.toISOString();
}
