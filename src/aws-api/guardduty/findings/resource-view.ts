import type { EvidentCall, FindingResource } from '#model';
import type { guardduty } from '#protocol/aws';

/** Whose credentials were used. */
export function accessKeyView({ accessKeyId, principalId, roleArn }: EvidentCall): guardduty.AccessKeyDetails {
  return {
    AccessKeyId: accessKeyId,
    PrincipalId: principalId,
    UserName: roleArn.split('/').at(-1),
    UserType: 'AssumedRole',
  };
}

/** The instance a finding is about. */
export function instanceView({ instanceId, instance }: FindingResource): guardduty.InstanceDetails {
  if (instance === undefined) return { InstanceId: instanceId };
  return {
    InstanceId: instanceId,
    InstanceType: instance.instanceType,
    InstanceState: instance.state,
    ImageId: instance.imageId,
    AvailabilityZone: instance.availabilityZone,
    LaunchTime: new Date(instance.launchTimeMs).toISOString(),
    IamInstanceProfile: instance.profile && { Arn: instance.profile.arn, Id: instance.profile.id },
    Tags: Object.entries(instance.tags).map(([Key, Value]) => ({ Key, Value })),
    NetworkInterfaces: [
      {
        NetworkInterfaceId: instance.interfaceId,
        PrivateIpAddress: instance.privateIpv4,
        PrivateIpAddresses: instance.privateIpv4 === undefined ? [] : [{ PrivateIpAddress: instance.privateIpv4 }],
        PublicIp: instance.publicIpv4,
        Ipv6Addresses: instance.ipv6s,
        SubnetId: instance.subnetId,
        VpcId: instance.vpcId,
      },
    ],
  };
}
