import type { ec2 } from '#protocol/aws';
import type { InstanceTypeEntry } from './instance-type-table.ts';

/** An instance type as DescribeInstanceTypes shows it. */
export function instanceTypeView(entry: InstanceTypeEntry): ec2.InstanceTypeInfo {
  const { name, traits, memoryMib } = entry;
  const storage = storageInfo(entry);
  return {
    InstanceType: name,
    CurrentGeneration: traits.has('current'),
    FreeTierEligible: traits.has('free'),
    SupportedUsageClasses: among(traits, ['capacity-block', 'on-demand', 'spot']),
    SupportedRootDeviceTypes: traits.has('instance-store') ? ['ebs', 'instance-store'] : ['ebs'],
    SupportedVirtualizationTypes: among(traits, ['hvm', 'paravirtual']),
    BareMetal: traits.has('metal'),
    Hypervisor: among(traits, ['nitro', 'xen'])[0],
    ProcessorInfo: processorInfo(entry),
    VCpuInfo: vcpuInfo(entry),
    MemoryInfo: { SizeInMiB: memoryMib },
    InstanceStorageSupported: storage !== undefined,
    InstanceStorageInfo: storage,
    EbsInfo: {
      EbsOptimizedSupport: valued(traits, 'ebs-optimized', ['default', 'supported', 'unsupported']),
      EncryptionSupport: 'supported',
      NvmeSupport: valued(traits, 'nvme', ['required', 'supported', 'unsupported']),
    },
    NetworkInfo: networkInfo(entry),
    GpuInfo: gpuInfo(entry),
    PlacementGroupInfo: {
      SupportedStrategies: traits.has('cluster') ? ['cluster', 'partition', 'spread'] : ['partition', 'spread'],
    },
    HibernationSupported: traits.has('hibernates'),
    BurstablePerformanceSupported: traits.has('burstable'),
    DedicatedHostsSupported: traits.has('dedicated'),
    AutoRecoverySupported: traits.has('recovers'),
    SupportedBootModes: among(traits, ['legacy-bios', 'uefi']),
    NitroEnclavesSupport: traits.has('enclaves') ? 'supported' : 'unsupported',
    NitroTpmSupport: traits.has('tpm') ? 'supported' : 'unsupported',
  };
}

/** The words of `words` that are among the traits. */
function among<Word extends string>(traits: ReadonlySet<string>, words: readonly Word[]): readonly Word[] {
  return words.filter((word) => traits.has(word));
}

/** The value of a trait that has one of several. */
function valued<Word extends string>(
  traits: ReadonlySet<string>,
  trait: string,
  values: readonly Word[],
): Word | undefined {
  return values.find((value) => traits.has(`${trait}=${value}`));
}

function processorInfo({ traits, clockGhz }: InstanceTypeEntry): ec2.ProcessorInfo {
  return {
    SupportedArchitectures: among(traits, ['i386', 'x86_64', 'arm64', 'x86_64_mac', 'arm64_mac']),
    SustainedClockSpeedInGhz: clockGhz === 0 ? undefined : clockGhz,
    Manufacturer: valued(traits, 'by', ['Intel', 'AMD', 'AWS', 'Apple']),
  };
}

function vcpuInfo({ vcpus, cores }: InstanceTypeEntry): ec2.VCpuInfo {
  const threads = vcpus / cores;
  return {
    DefaultVCpus: vcpus,
    DefaultCores: cores,
    DefaultThreadsPerCore: threads,
    ValidThreadsPerCore: threads === 1 ? [1] : [1, threads],
  };
}

function networkInfo(entry: InstanceTypeEntry): ec2.NetworkInfo {
  const { traits, networkInterfaces, ipv4sPerInterface, networkPerformance, parts } = entry;
  const cards = Number(parts.find((part) => part.startsWith('cards='))?.slice('cards='.length) ?? 1);
  const ipv6 = traits.has('ipv6');
  return {
    NetworkPerformance: networkPerformance,
    MaximumNetworkInterfaces: networkInterfaces,
    MaximumNetworkCards: cards,
    DefaultNetworkCardIndex: 0,
    NetworkCards: Array.from({ length: cards }, (_, index) => ({
      NetworkCardIndex: index,
      NetworkPerformance: cards === 1 ? networkPerformance : undefined,
      MaximumNetworkInterfaces: Math.floor(networkInterfaces / cards),
    })),
    Ipv4AddressesPerInterface: ipv4sPerInterface,
    Ipv6AddressesPerInterface: ipv6 ? ipv4sPerInterface : 0,
    Ipv6Supported: ipv6,
    EnaSupport: valued(traits, 'ena', ['required', 'supported', 'unsupported']),
    EfaSupported: traits.has('efa'),
    EncryptionInTransitSupported: traits.has('encrypts'),
  };
}

function storageInfo({ traits, parts }: InstanceTypeEntry): ec2.InstanceStorageInfo | undefined {
  const [, count = '', size = '', type] = matchPart(parts, /^disks=(\d+)x(\d+)(hdd|ssd)$/);
  if (type === undefined) return undefined;
  const nvme = traits.has('nvme-disks');
  return {
    TotalSizeInGB: Number(count) * Number(size),
    Disks: [{ Count: Number(count), SizeInGB: Number(size), Type: type === 'hdd' ? 'hdd' : 'ssd' }],
    NvmeSupport: nvme ? 'required' : 'unsupported',
    EncryptionSupport: nvme ? 'required' : 'unsupported',
  };
}

function gpuInfo({ parts }: InstanceTypeEntry): ec2.GpuInfo | undefined {
  const [, count = '', memory = '', manufacturer, name] = matchPart(parts, /^gpus=([\d.]+)x(\d+)\/([^/]+)\/(.+)$/);
  if (manufacturer === undefined || name === undefined) return undefined;
  const SizeInMiB = Number(memory);
  const gpu = { Name: name.replaceAll('_', ' '), Manufacturer: manufacturer, Count: Number(count) };
  // Of a part of a GPU there are none, with the memory of that part.
  const TotalGpuMemoryInMiB = Math.max(1, Number(count)) * SizeInMiB;
  return { Gpus: [{ ...gpu, MemoryInfo: { SizeInMiB } }], TotalGpuMemoryInMiB };
}

function matchPart(parts: readonly string[], pattern: RegExp): readonly (string | undefined)[] {
  return parts.map((part) => pattern.exec(part)).find((match) => match !== null) ?? [];
}
