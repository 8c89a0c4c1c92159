// Rewrites the table of instance types from what EC2 says of them:
//   aws ec2 describe-instance-types --output json | node scripts/write-instance-types.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { ec2 } from '#protocol/aws';

/** Where the table is. */
export const INSTANCE_TYPES = new URL('../src/aws-api/ec2/gen/instance-types.json', import.meta.url);

/** The table of these types. How to read it stands in src/aws-api/ec2/instance-type-table.ts. */
export function instanceTypeTable(types: readonly ec2.InstanceTypeInfo[]): string {
  const sorted = [...types].sort((one, other) => ((one.InstanceType ?? '') < (other.InstanceType ?? '') ? -1 : 1));
  const groups = [...Map.groupBy(sorted, traitsOf)].map(([traits, members]) => ({
    traits,
    types: Object.fromEntries(members.map((type) => [type.InstanceType, measuresOf(type)])),
  }));
  return `${JSON.stringify(groups, null, 2)}\n`;
}

function traitsOf(type: ec2.InstanceTypeInfo): string {
  const { ProcessorInfo: processor = {}, NetworkInfo: network = {}, EbsInfo: ebs = {} } = type;
  const words = [
    ...(processor.SupportedArchitectures ?? []),
    `by=${processor.Manufacturer}`,
    type.BareMetal === true ? 'metal' : type.Hypervisor,
    ...(type.SupportedBootModes ?? []),
    ...(type.SupportedUsageClasses ?? []),
    ...(type.SupportedVirtualizationTypes ?? []),
    type.SupportedRootDeviceTypes?.includes('instance-store') === true && 'instance-store',
    `ebs-optimized=${ebs.EbsOptimizedSupport}`,
    `nvme=${ebs.NvmeSupport}`,
    type.InstanceStorageInfo?.NvmeSupport === 'required' && 'nvme-disks',
    `ena=${network.EnaSupport}`,
    type.PlacementGroupInfo?.SupportedStrategies?.includes('cluster') === true && 'cluster',
    type.CurrentGeneration === true && 'current',
    type.FreeTierEligible === true && 'free',
    type.BurstablePerformanceSupported === true && 'burstable',
    type.HibernationSupported === true && 'hibernates',
    type.AutoRecoverySupported === true && 'recovers',
    type.DedicatedHostsSupported === true && 'dedicated',
    network.Ipv6Supported === true && 'ipv6',
    network.EfaSupported === true && 'efa',
    network.EncryptionInTransitSupported === true && 'encrypts',
    type.NitroEnclavesSupport === 'supported' && 'enclaves',
    type.NitroTpmSupport === 'supported' && 'tpm',
  ];
  return words.filter((word) => word !== false && word !== undefined).join(' ');
}

function measuresOf(type: ec2.InstanceTypeInfo): string {
  const { VCpuInfo: cpu = {}, NetworkInfo: network = {}, InstanceStorageInfo: storage } = type;
  const disks = (storage?.Disks ?? []).map(({ Count, SizeInGB, Type }) => `disks=${Count}x${SizeInGB}${Type}`);
  const gpus = (type.GpuInfo?.Gpus ?? []).map(
    ({ Count, Name, Manufacturer, MemoryInfo }) => `gpus=${Count}x${MemoryInfo?.SizeInMiB}/${Manufacturer}/${Name}`,
  );
  const cards = (network.NetworkCards ?? []).length;
  const words = [
    cpu.DefaultVCpus,
    cpu.DefaultCores,
    type.MemoryInfo?.SizeInMiB,
    network.MaximumNetworkInterfaces,
    network.Ipv4AddressesPerInterface,
    type.ProcessorInfo?.SustainedClockSpeedInGhz ?? 0,
    ...(cards > 1 ? [`cards=${cards}`] : []),
    ...disks,
    ...gpus.map((gpu) => gpu.replaceAll(' ', '_')),
  ];
  return `${words.join(' ')}; ${network.NetworkPerformance}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { InstanceTypes } = JSON.parse(readFileSync(0, 'utf8')) as ec2.DescribeInstanceTypesResult;
  writeFileSync(INSTANCE_TYPES, instanceTypeTable(InstanceTypes ?? []));
}
