import groups from './gen/instance-types.json' with { type: 'json' };

/** What the table says of one instance type. */
export interface InstanceTypeEntry {
  readonly name: string;
  /** Words such as `x86_64`, `nitro`, `current`, `burstable`, and `ena=required` for what has one of several values. */
  readonly traits: ReadonlySet<string>;
  readonly vcpus: number;
  readonly cores: number;
  readonly memoryMib: number;
  readonly networkInterfaces: number;
  readonly ipv4sPerInterface: number;
  /** 0 where it is not told. */
  readonly clockGhz: number;
  /** Words such as `cards=4`, `disks=2x900ssd` and `gpus=8x40960/NVIDIA/A100`. */
  readonly parts: readonly string[];
  /** Such as `Up to 5 Gigabit`. */
  readonly networkPerformance: string;
}

/** The generated table, as `scripts/write-instance-types.ts` writes it: what EC2 documents of its instance types. */
const GROUPS: readonly { readonly traits: string; readonly types: Readonly<Record<string, string | undefined>> }[] =
  groups;

const TEXTS: ReadonlyMap<string, readonly [traits: string, measures: string]> = new Map(
  GROUPS.flatMap(({ traits, types }) =>
    Object.entries(types).map(([name, measures = '']): [string, readonly [string, string]] => [
      name,
      [traits, measures],
    ]),
  ),
);

/** The names of all instance types in the table, sorted. */
export const INSTANCE_TYPE_NAMES: readonly string[] = [...TEXTS.keys()].sort();

/** What the table says of an instance type; undefined if nothing. */
export function instanceTypeEntry(name: string): InstanceTypeEntry | undefined {
  const texts = TEXTS.get(name);
  return texts && readEntry(name, ...texts);
}

/** Enough of an instance type to go on with that came after the table: what its size and family usually mean. */
export function presumedEntry(name: string, architecture: string): InstanceTypeEntry {
  const [family = '', size = ''] = name.split('.');
  const times = /^(\d*)xlarge$/.exec(size);
  const vcpus = times === null ? 2 : 4 * Number(times[1] === '' ? 1 : times[1]);
  const gibPerVcpu = MEMORY_GIB_PER_VCPU[family[0] ?? ''] ?? 4;
  const threads = architecture === 'arm64' ? 1 : 2;
  const traits = `${architecture} nitro uefi on-demand hvm ebs-optimized=default nvme=required ena=required current ipv6`;
  return readEntry(name, traits, `${vcpus} ${vcpus / threads} ${vcpus * gibPerVcpu * 1024} 4 15 0; Up to 10 Gigabit`);
}

/** Amazon EC2 Instance Types guide: compute, general purpose and memory optimized families. */
const MEMORY_GIB_PER_VCPU: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8, x: 16 };

function readEntry(name: string, traits: string, measures: string): InstanceTypeEntry {
  const [numbers = '', networkPerformance = ''] = measures.split('; ');
  const words = numbers.split(' ');
  const [vcpus = 0, cores = 0, memoryMib = 0, networkInterfaces = 0, ipv4sPerInterface = 0, clockGhz = 0] =
    words.map(Number);
  const traitSet = new Set(traits.split(' '));
  const parts = words.slice(6);
  const measured = { vcpus, cores, memoryMib, networkInterfaces, ipv4sPerInterface, clockGhz };
  return { name, traits: traitSet, ...measured, parts, networkPerformance };
}
