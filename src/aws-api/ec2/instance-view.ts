import { completeInstance, deriveResourceId } from '#model';
import type { Instance, InstanceControls, StateReasonCode } from '#model';
import type { ec2 } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { HeldInstance } from './find-instances.ts';
import { instanceTypeEntry } from './instance-type-table.ts';
import { stateView } from './instance-state.ts';
import { metadataOptionsView } from './metadata-options-view.ts';
import { networkInterfaceView } from './network-interface-view.ts';
import { tagList } from './tag-list.ts';

/** An instance as DescribeInstances shows it. */
export function instanceView(held: HeldInstance, call: Call): ec2.Instance {
  const instance = completeInstance(held.entity);
  const { controls = {} } = held.entity;
  const code = controls.stateReason ?? 'Client.UserInitiatedShutdown';
  return {
    ...hardware(instance, controls),
    ...network(instance, controls),
    ...FIXED,
    ClientToken: controls.clientToken ?? '',
    EbsOptimized: controls.ebsOptimized ?? false,
    SourceDestCheck: controls.sourceDestCheck ?? true,
    MaintenanceOptions: {
      AutoRecovery: controls.maintenance?.autoRecovery ?? 'default',
      RebootMigration: controls.maintenance?.rebootMigration ?? 'default',
    },
    InstanceId: instance.id,
    ImageId: instance.imageId,
    State: stateView(instance.state),
    StateTransitionReason: transitionReason(instance, code),
    StateReason: stateReason(instance, code),
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
  EnaSupport: true,
  // EC2 says so of Nitro instances as well.
  Hypervisor: 'xen',
  VirtualizationType: 'hvm',
  RootDeviceType: 'ebs',
  PlatformDetails: 'Linux/UNIX',
  UsageOperation: 'RunInstances',
  EnclaveOptions: { Enabled: false },
  NetworkPerformanceOptions: { BandwidthWeighting: 'default' },
  Operator: { Managed: false },
  CapacityReservationSpecification: { CapacityReservationPreference: 'open' },
} as const satisfies ec2.Instance;

/** The id of the volume behind a device: there is nothing to it but its id. */
export function volumeId(instance: Pick<Instance, 'id'>, device: string): string {
  return deriveResourceId('vol', `${instance.id}/${device}`);
}

/** The devices that are volumes: the root, once, and every `ebsN`; none once the instance is terminated. */
export function volumeDevices({ blockDevices, state }: Pick<Instance, 'blockDevices' | 'state'>): readonly string[] {
  if (state === 'terminated') return [];
  const named = Object.entries(blockDevices).filter(([name]) => name === 'root' || name.startsWith('ebs'));
  return [...new Set(named.map(([, device]) => device))];
}

function hardware(instance: Instance, { volumes }: InstanceControls): ec2.Instance {
  const AttachTime = new Date(instance.launchTimeMs);
  return {
    InstanceType: instance.instanceType,
    Architecture: instance.architecture,
    CpuOptions: cpuOptions(instance),
    CurrentInstanceBootMode: instance.architecture === 'arm64' ? 'uefi' : 'legacy-bios',
    KernelId: instance.kernelId,
    RamdiskId: instance.ramdiskId,
    RootDeviceName: instance.blockDevices['root'],
    BlockDeviceMappings: volumeDevices(instance).map((device) => ({
      DeviceName: device,
      Ebs: {
        VolumeId: volumeId(instance, device),
        Status: 'attached',
        AttachTime,
        DeleteOnTermination: volumes?.[device]?.deleteOnTermination ?? true,
      },
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

/** What the instance type has: nobody asks for fewer here. */
function cpuOptions({ instanceType }: Instance): ec2.CpuOptions | undefined {
  const entry = instanceTypeEntry(instanceType);
  return entry && { CoreCount: entry.cores, ThreadsPerCore: entry.vcpus / entry.cores };
}

/** A terminated instance has no network any more (EC2 User Guide, "Terminate Amazon EC2 instances"). */
function network(instance: Instance, controls: InstanceControls): ec2.Instance {
  if (instance.state === 'terminated') return { PrivateDnsName: '', PublicDnsName: '', NetworkInterfaces: [] };
  const [primary] = instance.networkInterfaces;
  const shown = instance.networkInterfaces.map((nic) => networkInterfaceView(instance, nic, controls));
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

function transitionReason({ state, revisedAtMs }: Instance, code: StateReasonCode): string {
  if (state !== 'stopped' && state !== 'terminated') return '';
  const who = code.startsWith('Client.') ? 'User' : 'Service';
  return `${who} initiated (${new Date(revisedAtMs).toISOString().slice(0, 19).replace('T', ' ')} GMT)`;
}

function stateReason({ state }: Instance, code: StateReasonCode): ec2.StateReason | undefined {
  const isDown = state !== 'running' && state !== 'pending';
  return isDown ? { Code: code, Message: `${code}: ${STATE_REASONS[code]}` } : undefined;
}

const STATE_REASONS = {
  'Client.UserInitiatedShutdown': 'User initiated shutdown',
  'Client.UserInitiatedHibernate': 'User initiated hibernate',
  'Server.ScheduledStop': 'Stopped due to scheduled retirement',
  'Server.SpotInstanceShutdown': 'Instance stopped because of a Spot interruption',
  'Server.SpotInstanceTermination': 'Spot instance termination',
} as const satisfies Readonly<Record<StateReasonCode, string>>;
