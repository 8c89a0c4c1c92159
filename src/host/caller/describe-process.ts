import type { CallerContainer, CallerProcess } from '#model';
import { containerRecord } from './container-records.ts';
import { parseControlGroups } from './control-groups.ts';
import type { ProcessFiles } from './process-files.ts';
import { redactCommandLine } from './redact-command-line.ts';

/** Parents that are named. */
const ANCESTORS_MAX = 16;
/** Processes and containers that are remembered. */
const REMEMBERED_MAX = 256;

/** Says what a process is. Remembers the last few, which most often ask again. */
export class ProcessDescriber {
  readonly #files: ProcessFiles;
  readonly #root: string;
  readonly #processes = new Map<string, CallerProcess>();
  readonly #containers = new Map<string, CallerContainer>();

  /** `root` is the folder that stands for `/` where container runtimes keep their files. */
  constructor(files: ProcessFiles, root: string) {
    this.#files = files;
    this.#root = root;
  }

  /** Undefined when it is gone. */
  describe(pid: number): CallerProcess | undefined {
    const words = this.#files.arguments(pid);
    // A process may become another program and keep its id and its beginning.
    const key = [pid, this.#files.begun(pid), ...words].join('\0');
    return this.#processes.get(key) ?? remember(this.#processes, key, this.#read(pid, words));
  }

  #read(pid: number, words: readonly string[]): CallerProcess | undefined {
    const status = this.#files.status(pid);
    if (status === undefined) return undefined;
    const { systemdUnit, container } = parseControlGroups(this.#files.controlGroups(pid));
    return {
      pid,
      executable: this.#files.executable(pid),
      commandLine: redactCommandLine(words) || `[${status.name}]`,
      uid: status.uid,
      ancestors: this.#ancestors(status.parent),
      systemdUnit,
      container: container && this.#container(container),
    };
  }

  #ancestors(parent: number): CallerProcess['ancestors'] {
    const ancestors: { pid: number; executable: string }[] = [];
    for (let pid = parent; pid > 0 && ancestors.length < ANCESTORS_MAX;) {
      const status = this.#files.status(pid);
      if (status === undefined) break;
      ancestors.push({ pid, executable: this.#files.executable(pid) ?? status.name });
      pid = status.parent;
    }
    return ancestors;
  }

  #container(found: Pick<CallerContainer, 'id' | 'runtime'>): CallerContainer {
    const known = this.#containers.get(found.id);
    if (known !== undefined) return known;
    const container = { id: found.id, ...containerRecord(found, this.#root) };
    // A runtime may write what it knows only after the container runs.
    return container.image === undefined ? container : (remember(this.#containers, found.id, container) ?? container);
  }
}

function remember<Value>(known: Map<string, Value>, key: string, value: Value | undefined): Value | undefined {
  if (value === undefined) return undefined;
  if (known.size >= REMEMBERED_MAX) known.clear();
  known.set(key, value);
  return value;
}
