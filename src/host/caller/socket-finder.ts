import type { AddressKey } from '#model';
import type { Libc } from '../libc.ts';
import { openSocketInNamespace } from '../netns.ts';
import type { ProcessFiles } from './process-files.ts';
import { askSocketOwner } from './sock-diag.ts';
import type { ConnectionEnds, SocketOwner } from './sock-diag.ts';
import { findInTcpTable } from './tcp-table.ts';

/** A client's socket, and in which network namespace it is. */
export interface FoundSocket extends SocketOwner {
  /** As `ProcessFiles.networkNamespace` tells it. */
  readonly namespace: string;
}

/** Namespaces that are looked into for one connection. */
const NAMESPACES_MAX = 256;
const REMEMBERED_MAX = 1024;

/** What a client may have called before its packets were redirected here: port 80 of EC2's two addresses. */
const WELL_KNOWN: readonly { readonly local: AddressKey; readonly localPort: number }[] = [
  { local: 0xa9fea9fe, localPort: 80 },
  { local: 'fd000ec2000000000000000000000254', localPort: 80 },
];

/**
 * Finds the client's side of a connection: in this network namespace, where its caller was last time, or in any other that
 * a process is in. No descriptor of a namespace is kept, as that would keep the namespace.
 */
export class SocketFinder {
  readonly #libc: Libc | undefined;
  readonly #files: ProcessFiles;
  /** By the caller's address: a process that was in the namespace it called from. */
  readonly #lastSeen = new Map<AddressKey, { readonly pid: number; readonly namespace: string }>();

  constructor(libc: Libc | undefined, files: ProcessFiles) {
    this.#libc = libc;
    this.#files = files;
  }

  /** Looks where it costs next to nothing. */
  findNear(ends: ConnectionEnds): FoundSocket | undefined {
    const last = this.#lastSeen.get(ends.peer);
    const there = last !== undefined && this.#files.networkNamespace(last.pid) === last.namespace;
    return (there ? this.#ask(ends, last) : undefined) ?? this.#ask(ends, undefined);
  }

  /** Looks in every namespace of `pids` but this one; the caller decides when to take the next. */
  *findFar(ends: ConnectionEnds, pids: Iterable<number>): Generator<FoundSocket | undefined> {
    const seen = new Set(['', this.#files.networkNamespace(process.pid)]);
    for (const pid of pids) {
      const namespace = this.#files.networkNamespace(pid);
      if (seen.has(namespace)) {
        yield undefined;
        continue;
      }
      if (seen.size > NAMESPACES_MAX) return;
      seen.add(namespace);
      const found = this.#ask(ends, { pid, namespace });
      if (found !== undefined) this.#remember(ends.peer, { pid, namespace });
      yield found;
    }
  }

  #remember(peer: AddressKey, place: { readonly pid: number; readonly namespace: string }): void {
    if (this.#lastSeen.size >= REMEMBERED_MAX) this.#lastSeen.clear();
    this.#lastSeen.set(peer, place);
  }

  #ask(
    ends: ConnectionEnds,
    place: { readonly pid: number; readonly namespace: string } | undefined,
  ): FoundSocket | undefined {
    const namespace = place?.namespace ?? this.#files.networkNamespace(process.pid);
    for (const asked of [ends, ...WELL_KNOWN.map((called) => ({ ...ends, ...called }))]) {
      if (typeof asked.peer !== typeof asked.local) continue;
      const owner = place === undefined ? this.#askHere(asked) : this.#askThere(asked, place.pid);
      if (owner !== undefined) return { ...owner, namespace };
    }
    return undefined;
  }

  #askHere(ends: ConnectionEnds): SocketOwner | undefined {
    return this.#libc === undefined ? this.#readTables(ends, 'self') : askSocketOwner(this.#libc, ends);
  }

  /** Where a namespace may not be entered, its tables may still be read. */
  #askThere(ends: ConnectionEnds, pid: number): SocketOwner | undefined {
    const libc = this.#libc;
    if (libc === undefined) return this.#readTables(ends, pid);
    const path = this.#files.networkNamespacePath(pid);
    try {
      const asked = openSocketInNamespace(libc, path, () => askSocketOwner(libc, ends));
      return asked.ok ? asked.value : this.#readTables(ends, pid);
    } catch (error) {
      if (isSystemError(error)) return undefined;
      throw error;
    }
  }

  #readTables(ends: ConnectionEnds, pid: number | 'self'): SocketOwner | undefined {
    for (const table of this.#files.tcpTables(pid)) {
      const owner = findInTcpTable(table, ends);
      if (owner !== undefined) return owner;
    }
    return undefined;
  }
}

/** Such as there being no descriptor left, which is no reason to end. That the thread cannot come back is one. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}
