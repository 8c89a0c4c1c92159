import { err, ok } from '#base';
import { completeInstance } from '#model';
import type { ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { ec2Error, invalidParameterValue } from './errors.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { visibleInstances } from './find-instances.ts';
import { instanceTypeEntry, INSTANCE_TYPE_NAMES, presumedEntry } from './instance-type-table.ts';
import type { InstanceTypeEntry } from './instance-type-table.ts';
import { instanceTypeView } from './instance-type-view.ts';
import { describedPage, invalidMaxResults } from './max-results.ts';

const PAGE_MOST = 100;

/** EC2 API Reference, `DescribeInstanceTypes`: every type there is has at most a hundred on a page. */
export const describeInstanceTypes: ActionOf<'ec2', 'DescribeInstanceTypes'> = {
  validate(input) {
    const { InstanceTypes = [], MaxResults } = input;
    if (InstanceTypes.length > PAGE_MOST)
      return invalidParameterValue(`At most ${PAGE_MOST} instance types can be named.`);
    if (MaxResults !== undefined && MaxResults > PAGE_MOST) {
      return invalidParameterValue(
        `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value less than or equal to ${PAGE_MOST}.`,
      );
    }
    return invalidMaxResults(input);
  },
  act(input, call) {
    const { InstanceTypes = [], Filters } = input;
    const named = [...new Set(InstanceTypes.length === 0 ? INSTANCE_TYPE_NAMES : InstanceTypes)].sort();
    const found = named.flatMap((name) => findInstanceType(call, name) ?? []);
    if (found.length < named.length) {
      const missing = named.filter((name) => findInstanceType(call, name) === undefined);
      const list = missing.join(', ').slice(0, 200);
      return err(ec2Error('InvalidInstanceType', `The following supplied instance types do not exist: [${list}]`));
    }
    const matching = filtered(found.map(instanceTypeView), Filters, FILTERS);
    if (!matching.ok) return matching;
    const page = describedPage(matching.value, ({ InstanceType = '' }) => InstanceType, {
      MaxResults: PAGE_MOST,
      ...input,
    });
    return page.ok ? ok({ InstanceTypes: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};

/** An instance may be declared to be of a type that came after the table; whoever asks for that type is not told it is wrong. */
function findInstanceType(call: Call, name: string): InstanceTypeEntry | undefined {
  const known = instanceTypeEntry(name);
  if (known !== undefined) return known;
  const held = visibleInstances(call).find(({ entity }) => entity.instanceType === name);
  return held && presumedEntry(name, completeInstance(held.entity).architecture);
}

const FILTERS: Filterable<ec2.InstanceTypeInfo> = {
  table: {
    'auto-recovery-supported': (type) => type.AutoRecoverySupported,
    'bare-metal': (type) => type.BareMetal,
    'burstable-performance-supported': (type) => type.BurstablePerformanceSupported,
    'current-generation': (type) => type.CurrentGeneration,
    'dedicated-hosts-supported': (type) => type.DedicatedHostsSupported,
    'ebs-info.ebs-optimized-support': (type) => type.EbsInfo?.EbsOptimizedSupport,
    'ebs-info.encryption-support': (type) => type.EbsInfo?.EncryptionSupport,
    'ebs-info.nvme-support': (type) => type.EbsInfo?.NvmeSupport,
    'free-tier-eligible': (type) => type.FreeTierEligible,
    'hibernation-supported': (type) => type.HibernationSupported,
    hypervisor: (type) => type.Hypervisor,
    'instance-storage-info.disk.count': (type) => type.InstanceStorageInfo?.Disks?.map(({ Count }) => Count),
    'instance-storage-info.disk.size-in-gb': (type) => type.InstanceStorageInfo?.Disks?.map(({ SizeInGB }) => SizeInGB),
    'instance-storage-info.disk.type': (type) => type.InstanceStorageInfo?.Disks?.map(({ Type }) => Type),
    'instance-storage-info.encryption-support': (type) => type.InstanceStorageInfo?.EncryptionSupport,
    'instance-storage-info.nvme-support': (type) => type.InstanceStorageInfo?.NvmeSupport,
    'instance-storage-info.total-size-in-gb': (type) => type.InstanceStorageInfo?.TotalSizeInGB,
    'instance-storage-supported': (type) => type.InstanceStorageSupported,
    'instance-type': (type) => type.InstanceType,
    'memory-info.size-in-mib': (type) => type.MemoryInfo?.SizeInMiB,
    'network-info.efa-supported': (type) => type.NetworkInfo?.EfaSupported,
    'network-info.ena-support': (type) => type.NetworkInfo?.EnaSupport,
    'network-info.encryption-in-transit-supported': (type) => type.NetworkInfo?.EncryptionInTransitSupported,
    'network-info.ipv4-addresses-per-interface': (type) => type.NetworkInfo?.Ipv4AddressesPerInterface,
    'network-info.ipv6-addresses-per-interface': (type) => type.NetworkInfo?.Ipv6AddressesPerInterface,
    'network-info.ipv6-supported': (type) => type.NetworkInfo?.Ipv6Supported,
    'network-info.maximum-network-cards': (type) => type.NetworkInfo?.MaximumNetworkCards,
    'network-info.maximum-network-interfaces': (type) => type.NetworkInfo?.MaximumNetworkInterfaces,
    'network-info.network-performance': (type) => type.NetworkInfo?.NetworkPerformance,
    'nitro-enclaves-support': (type) => type.NitroEnclavesSupport,
    'nitro-tpm-support': (type) => type.NitroTpmSupport,
    'processor-info.supported-architecture': (type) => type.ProcessorInfo?.SupportedArchitectures,
    'processor-info.sustained-clock-speed-in-ghz': (type) => type.ProcessorInfo?.SustainedClockSpeedInGhz,
    'supported-boot-mode': (type) => type.SupportedBootModes,
    'supported-root-device-type': (type) => type.SupportedRootDeviceTypes,
    'supported-usage-class': (type) => type.SupportedUsageClasses,
    'supported-virtualization-type': (type) => type.SupportedVirtualizationTypes,
    'vcpu-info.default-cores': (type) => type.VCpuInfo?.DefaultCores,
    'vcpu-info.default-threads-per-core': (type) => type.VCpuInfo?.DefaultThreadsPerCore,
    'vcpu-info.default-vcpus': (type) => type.VCpuInfo?.DefaultVCpus,
    'vcpu-info.valid-threads-per-core': (type) => type.VCpuInfo?.ValidThreadsPerCore,
  },
};
