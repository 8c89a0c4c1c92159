// Runs one program to its end, with nothing of the surrounding environment that could answer in openimds' place.
import { execFile } from 'node:child_process';

import { temporaryFolder } from './temporary-folder.test-support.ts';

/** What a program that has ended leaves. */
export interface Finished {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly stdout: Buffer;
  /** `stdout` as UTF-8. */
  readonly text: string;
  readonly stderr: string;
}

/** How to run it. */
export interface RunOptions {
  /** Added to the bare environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
  readonly directory?: string;
  /** 20,000 unless told; then it is killed, and `code` is `null`. */
  readonly timeoutMs?: number;
}

const OUTPUT_BYTES_MAX = 8 * 1024 * 1024;
const home = temporaryFolder();

/** Search path, an empty home and a locale: no credentials, no region, no proxy, no configuration of whoever runs the tests. */
export function bareEnvironment(added: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: home, LANG: 'C.UTF-8', ...added };
}

/** Runs `program` and gives what became of it, whatever its exit code. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const { environment, input, directory, timeoutMs = 20_000 } = options;
  return new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      {
        encoding: 'buffer',
        env: bareEnvironment(environment),
        maxBuffer: OUTPUT_BYTES_MAX,
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
        ...(directory === undefined ? {} : { cwd: directory }),
      },
      (error, stdout, stderr) => {
        const failed = typeof error?.code === 'number' ? error.code : null;
        resolve({
          code: error === null ? 0 : failed,
          stdout,
          text: stdout.toString(),
          stderr: error !== null && failed === null ? `${error.message}\n${stderr.toString()}` : stderr.toString(),
        });
      },
    );
    // A program that reads nothing may close its end first.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
