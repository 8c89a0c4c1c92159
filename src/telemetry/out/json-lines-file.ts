import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BoundedQueue } from './bounded-queue.ts';
import type { Entry } from './entry.ts';

/** Where lines go and how many of them are kept. */
export interface JsonLinesSettings {
  /** Path; readable by nobody else (0600) if it is made here. */
  readonly file: string;
  /** Size at which the file becomes `<file>.1`, that one `<file>.2`, and so on. */
  readonly maxMegabytes: number;
  /** Files that are kept besides the one that is written. */
  readonly keep: number;
}

const WAITING_MAX = 20_000;
const LINES_PER_WRITE = 1000;
const MEGABYTE = 1024 * 1024;

/** Writes entries to a file, a line of JSON each, and begins a new file when it is full. */
export class JsonLinesFile {
  readonly #settings: JsonLinesSettings;
  readonly #failed: (reason: string) => void;
  readonly #waiting = new BoundedQueue<string>(WAITING_MAX);
  #writing: Promise<void> | undefined;
  #bytes: number | undefined;
  #failing = false;

  /** `failed` is told why nothing can be written, once until it can again. */
  constructor(settings: JsonLinesSettings, failed: (reason: string) => void) {
    this.#settings = settings;
    this.#failed = failed;
  }

  /** Writes an entry soon. If the disk cannot follow, the oldest that waits is dropped. */
  write(entry: Entry): void {
    this.#waiting.add(`${JSON.stringify(entry)}\n`);
    this.#writing ??= this.#drain();
  }

  /** Settled once everything that waits has been written, or could not be. */
  async close(): Promise<void> {
    await this.#writing;
  }

  async #drain(): Promise<void> {
    // What comes in the same moment is written together.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const lines = this.#waiting.take(LINES_PER_WRITE);
      try {
        await this.#append(lines.join(''));
        this.#failing = false;
      } catch (error) {
        this.#fail(error);
      }
    }
    this.#writing = undefined;
  }

  async #append(text: string): Promise<void> {
    const { file, maxMegabytes } = this.#settings;
    const bytes = Buffer.byteLength(text);
    this.#bytes ??= await sizeOf(file);
    if (this.#bytes > 0 && this.#bytes + bytes > maxMegabytes * MEGABYTE) {
      await this.#rotate();
      this.#bytes = 0;
    }
    await appendFile(file, text, { mode: 0o600 });
    this.#bytes += bytes;
  }

  async #rotate(): Promise<void> {
    const { file, keep } = this.#settings;
    for (let number = keep; number >= 1; number--) {
      await rename(number === 1 ? file : `${file}.${number - 1}`, `${file}.${number}`).catch(unlessMissing);
    }
  }

  #fail(error: unknown): void {
    this.#bytes = undefined;
    if (this.#failing) return;
    this.#failing = true;
    this.#failed(error instanceof Error ? error.message : 'unknown reason');
  }
}

async function sizeOf(file: string): Promise<number> {
  await mkdir(dirname(file), { recursive: true });
  const found = await stat(file).catch(unlessMissing);
  return found?.size ?? 0;
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
