import { completeInstance, deriveResourceId } from '#model';
import type { Instance } from '#model';
import type { ec2 } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { HeldInstance } from './find-instances.ts';
import { stateView } from './instance-state.ts';
import { metadataOptionsView } from './metadata-options-view.ts';
import { networkInterfaceView } from './network-interface-view.ts';
import { tagList } from './tag-list.ts';

/** An instance as DescribeInstances shows it. */
export function instanceView(held: HeldInstance, call: Call): ec2.Instance {
  const instance = completeInstance(held.entity);
  return {
    ...hardware(instance),
    ...network(instance),
    ...FIXED,
    InstanceId: instance.id,
    ImageId: instance.imageId,
    State: stateView(instance.state),
    StateTransitionReason: transitionReason(instance),
    StateReason: stateReason(instance),
    LaunchTime: new Date(instance.launchTimeMs),
    AmiLaunchIndex: instance.amiLaunchIndex,
    KeyName: instance.keyPair?.name,
    Tags: tagList(instance.tags),
    InstanceLifecycle: instance.lifeCycle === 'on-demand' ? undefined : instance.lifeCycle,
    IamInstanceProfile: instance.instanceProfile && {
      Arn: instance.instanceProfile.arn,
      Id: instance.instanceProfile.id,
    },
    MetadataOptions: metadataOptionsView(held, call),
    Monitoring: { State: instance.monitoring ?? 'disabled' },
    HibernationOptions: { Configured: instance.hibernationConfigured ?? false },
    ProductCodes: instance.productCodes.map((code) => ({ ProductCodeId: code, ProductCodeType: 'marketplace' })),
  };
}

/** What is the same for every instance here. */
const FIXED = {
  ClientToken: '',
  EbsOptimized: false,
  EnaSupport: true,
  // EC2 says so of Nitro instances as well.
  Hypervisor: 'xen',
  VirtualizationType: 'hvm',
  RootDeviceType: 'ebs',
  SourceDestCheck: true,
  PlatformDetails: 'Linux/UNIX',
  UsageOperation: 'RunInstances',
  EnclaveOptions: { Enabled: false },
  MaintenanceOptions: { AutoRecovery: 'default' },
  CapacityReservationSpecification: { CapacityReservationPreference: 'open' },
} as const satisfies ec2.Instance;

/** The id of the volume behind a device: there is nothing to it but its id. */
export function volumeId(instance: Instance, device: string): string {
  return deriveResourceId('vol', `${instance.id}/${device}`);
}

/** The devices that are volumes: the root, once, and every `ebsN`. */
export function volumeDevices({ blockDevices }: Instance): readonly string[] {
  const named = Object.entries(blockDevices).filter(([name]) => name === 'root' || name.startsWith('ebs'));
  return [...new Set(named.map(([, device]) => device))];
}

function hardware(instance: Instance): ec2.Instance {
  const AttachTime = new Date(instance.launchTimeMs);
  return {
    InstanceType: instance.instanceType,
    Architecture: instance.architecture,
    KernelId: instance.kernelId,
    RamdiskId: instance.ramdiskId,
    RootDeviceName: instance.blockDevices['root'],
    BlockDeviceMappings: volumeDevices(instance).map((device) => ({
      DeviceName: device,
      Ebs: { VolumeId: volumeId(instance, device), Status: 'attached', AttachTime, DeleteOnTermination: true },
    })),
    Placement: {
      AvailabilityZone: instance.availabilityZone,
      AvailabilityZoneId: instance.availabilityZoneId,
      GroupName: instance.placementGroupName ?? '',
      PartitionNumber: instance.partitionNumber,
      HostId: instance.hostId,
      Tenancy: 'default',
    },
  };
}

/** A terminated instance has no network any more (EC2 User Guide, "Terminate Amazon EC2 instances"). */
function network(instance: Instance): ec2.Instance {
  if (instance.state === 'terminated') return { PrivateDnsName: '', PublicDnsName: '', NetworkInterfaces: [] };
  const [primary] = instance.networkInterfaces;
  const shown = instance.networkInterfaces.map((nic) => networkInterfaceView(instance, nic));
  const open = shown[0]?.Association;
  return {
    VpcId: primary.vpcId,
    SubnetId: primary.subnetId,
    PrivateIpAddress: primary.privateIpv4s[0],
    PrivateDnsName: primary.localHostname,
    PublicIpAddress: open?.PublicIp,
    PublicDnsName: open?.PublicDnsName ?? '',
    Ipv6Address: primary.ipv6s[0],
    SecurityGroups: primary.securityGroups.map(({ id, name }) => ({ GroupId: id, GroupName: name })),
    NetworkInterfaces: shown,
    PrivateDnsNameOptions: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
  };
}

function transitionReason({ state, revisedAtMs }: Instance): string {
  if (state !== 'stopped' && state !== 'terminated') return '';
  return `User initiated (${new Date(revisedAtMs).toISOString().slice(0, 19).replace('T', ' ')} GMT)`;
}

function stateReason({ state }: Instance): ec2.StateReason | undefined {
  if (state !== 'stopped' && state !== 'terminated') return undefined;
  const code = 'Client.UserInitiatedShutdown';
  return { Code: code, Message: `${code}: User initiated shutdown` };
}
