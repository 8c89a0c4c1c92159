import { accessSync, constants, readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { delimiter, join } from 'node:path';

/** What the figures were measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly kernel: string;
  readonly node: string;
  /** What nginx and Go say they are. */
  readonly peers: string;
  /** Load average of the last minute when the run began: above 0.5 others were using the machine too. */
  readonly loadBefore: number;
  /** The core servers run on and the core clients run on; undefined: nothing was pinned. */
  readonly pins: Pins | undefined;
}

/** Two cores that do not get into each other's way. */
export interface Pins {
  readonly server: number;
  readonly client: number;
}

/** Looks around. */
export function describeMachine(peers: string): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.versions.node,
    peers,
    loadBefore: loadavg()[0] ?? 0,
    pins: choosePins(),
  };
}

/** One line of it, for tables and documents. */
export function machineText(machine: Machine): string {
  const { cpu, cores, memoryGib, kernel, node, peers, pins } = machine;
  const pinned =
    pins === undefined ? 'nothing pinned' : `servers on core ${pins.server}, clients on core ${pins.client}`;
  return `${cores} × ${cpu}, ${memoryGib} GiB, Linux ${kernel}, Node ${[node, peers].filter(Boolean).join(', ')}; ${pinned}; load average ${machine.loadBefore.toFixed(2)} before the run`;
}

/** The full path of a program, or undefined when it is not installed. `sbin` is looked at even where users do not have it. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/go/bin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** The command that runs `command` on that core. */
export function pinned(command: readonly string[], core: number | undefined): readonly string[] {
  return core === undefined ? command : ['taskset', '-c', String(core), ...command];
}

function choosePins(): Pins | undefined {
  if (findProgram('taskset') === undefined) return undefined;
  const [server, client] = allowedCores();
  return server === undefined || client === undefined ? undefined : { server, client };
}

function allowedCores(): readonly number[] {
  const list = /^Cpus_allowed_list:\s+(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
