import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync, statSync } from 'node:fs';

/** Bytes of a command line that are looked at. */
const COMMAND_LINE_BYTES = 4096;
/** Bytes of the lines that name its control groups: some 15 lines of at most a path. */
const CONTROL_GROUP_BYTES = 65_536;

const SOCKET = /^socket:\[(\d+)\]$/;

/** What `/proc` says of processes (proc(5)). A process may be gone at any time, and then nothing is said. */
export class ProcessFiles {
  readonly #root: string;

  constructor(root = '/proc') {
    this.#root = root;
  }

  /** The ids of all processes, those begun last first, as far as the numbers tell. */
  newestFirst(): readonly number[] {
    const pids = list(this.#root).map(Number).filter(Number.isInteger);
    pids.sort((one, other) => other - one);
    const last = Number(/\d+\s*$/.exec(text(`${this.#root}/loadavg`))?.[0] ?? 0);
    // Numbers begin anew when they are used up: above the last one given are the old.
    const begun = pids.findIndex((pid) => pid <= last);
    return begun <= 0 ? pids : [...pids.slice(begun), ...pids.slice(0, begun)];
  }

  /** Whether the process has this socket open. False also when that may not be known. */
  hasSocket(pid: number, inode: number): boolean {
    const folder = `${this.#root}/${pid}/fd`;
    const wanted = `socket:[${inode}]`;
    // What was opened last is most often what it uses now.
    return list(folder).findLast((fd) => link(`${folder}/${fd}`) === wanted) !== undefined;
  }

  /** The numbers of the sockets it has open; none where it has more than `most` files. */
  sockets(pid: number, most: number): ReadonlySet<number> {
    const folder = `${this.#root}/${pid}/fd`;
    const files = list(folder);
    if (files.length > most) return new Set();
    return new Set(files.flatMap((fd) => SOCKET.exec(link(`${folder}/${fd}`))?.[1] ?? []).map(Number));
  }

  /** Tells its network namespace from every other. */
  networkNamespace(pid: number): string {
    return link(this.networkNamespacePath(pid));
  }

  /** The file that is that namespace. */
  networkNamespacePath(pid: number): string {
    return `${this.#root}/${pid}/ns/net`;
  }

  /** The TCP sockets of its network namespace. */
  tcpTables(pid: number | 'self'): readonly string[] {
    return ['tcp', 'tcp6'].map((name) => text(`${this.#root}/${pid}/net/${name}`));
  }

  /** Who it runs as, by whose the folder is; root's also where it may not be inspected. */
  owner(pid: number): number | undefined {
    return orElse(undefined, () => statSync(`${this.#root}/${pid}`).uid);
  }

  executable(pid: number): string | undefined {
    return link(`${this.#root}/${pid}/exe`) || undefined;
  }

  /** The arguments, the program's name first. */
  arguments(pid: number): readonly string[] {
    return beginning(`${this.#root}/${pid}/cmdline`, COMMAND_LINE_BYTES).replace(/\0$/, '').split('\0');
  }

  status(pid: number): ProcessStatus | undefined {
    return parseStatus(text(`${this.#root}/${pid}/status`));
  }

  controlGroups(pid: number): string {
    return beginning(`${this.#root}/${pid}/cgroup`, CONTROL_GROUP_BYTES);
  }

  /** Tells the process from a later one of the same id: when it began, in ticks since the machine did. */
  begun(pid: number): string {
    const stat = text(`${this.#root}/${pid}/stat`);
    // The name in parentheses may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  }
}

/** Of `/proc/PID/status`. */
interface ProcessStatus {
  readonly name: string;
  readonly parent: number;
  readonly uid: number;
}

/** Reads `/proc/PID/status`; undefined when it is not one. */
function parseStatus(status: string): ProcessStatus | undefined {
  const field = (name: string): string | undefined => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1];
  const [name, parent, uids] = [field('Name'), field('PPid'), field('Uid')];
  if (name === undefined || parent === undefined || uids === undefined) return undefined;
  return { name, parent: Number(parent), uid: Number(uids.split('\t', 1)[0]) };
}

function text(path: string): string {
  return orElse('', () => readFileSync(path, 'utf8'));
}

function link(path: string): string {
  return orElse('', () => readlinkSync(path));
}

function list(path: string): readonly string[] {
  return orElse([], () => readdirSync(path));
}

function beginning(path: string, bytes: number): string {
  return orElse('', () => {
    const fd = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(bytes);
      return buffer.toString('utf8', 0, readSync(fd, buffer, 0, bytes, 0));
    } finally {
      closeSync(fd);
    }
  });
}

/** Processes end while they are looked at, and some may not be looked at. */
function orElse<Value>(nothing: Value, read: () => Value): Value {
  try {
    return read();
  } catch {
    return nothing;
  }
}
