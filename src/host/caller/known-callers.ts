import type { CallerProcess } from '#model';
import type { ProcessDescriber } from './describe-process.ts';
import type { ProcessFiles } from './process-files.ts';

/** Processes of one asker that are remembered, and askers. */
const OF_ASKER_MAX = 4;
const ASKERS_MAX = 512;
/** Files of a process up to which its sockets are remembered: where there are more, the one that is asked for is searched. */
const FILES_MAX = 512;

/** A process that called, as it was when it was looked at last. */
interface KnownCaller {
  readonly process: CallerProcess;
  /** The sockets that it had then. No two have one number, so whatever it had it called through. */
  readonly sockets: ReadonlySet<number>;
}

/** Remembers who called lately for the same asker: one look at such a process names every connection it has open. */
export class KnownCallers {
  readonly #files: ProcessFiles;
  readonly #describer: ProcessDescriber;
  readonly #ofAskers = new Map<string, readonly KnownCaller[]>();

  constructor(files: ProcessFiles, describer: ProcessDescriber) {
    this.#files = files;
    this.#describer = describer;
  }

  /** The process that has the socket, if it is one of those. */
  find(asker: string, inode: number): CallerProcess | undefined {
    const known = this.#ofAskers.get(asker) ?? [];
    const seen = known.find(({ sockets }) => sockets.has(inode));
    if (seen !== undefined) return seen.process;
    const { pid } = known.find(({ process }) => this.#files.hasSocket(process.pid, inode))?.process ?? {};
    return pid === undefined ? undefined : this.note(asker, pid);
  }

  /** Describes a process that calls for an asker, and remembers it; undefined when it is gone. */
  note(asker: string, pid: number): CallerProcess | undefined {
    const sockets = this.#files.sockets(pid, FILES_MAX);
    const process = this.#describer.describe(pid);
    if (process === undefined) return undefined;
    const others = (this.#ofAskers.get(asker) ?? []).filter((known) => known.process.pid !== pid);
    this.#ofAskers.delete(asker);
    const [oldest] = this.#ofAskers.keys();
    if (this.#ofAskers.size >= ASKERS_MAX && oldest !== undefined) this.#ofAskers.delete(oldest);
    this.#ofAskers.set(asker, [{ process, sockets }, ...others].slice(0, OF_ASKER_MAX));
    return process;
  }
}
