import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { err, ok } from '#base';
import type { Result } from '#base';

/** A program with its arguments, or one line for the shell. */
export type Command = string | readonly [program: string, ...args: readonly string[]];

/** The bounds of a command. */
export interface CommandLimits {
  readonly timeoutMs: number;
  readonly outputBytesMax: number;
}

/**
 * Runs a command to its end and gives what it wrote to stdout. Only a string goes through a shell. Stderr is thrown away:
 * it may hold secrets. A command out of bounds is killed with everything it started. The error says what went wrong and
 * quotes neither the command nor its output.
 */
export function runCommand(
  command: Command,
  environment: Readonly<Record<string, string | undefined>>,
  limits: CommandLimits,
): Promise<Result<string, string>> {
  const [program, ...args] = typeof command === 'string' ? [command] : command;
  const { promise, resolve } = Promise.withResolvers<Result<string, string>>();
  const child = spawn(program, args, {
    env: { ...environment },
    shell: typeof command === 'string',
    stdio: ['ignore', 'pipe', 'ignore'],
    // A group of its own, so that it can be killed as a whole.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const chunks: Buffer[] = [];
  let length = 0;
  const stop = (reason: string): void => {
    clearTimeout(timer);
    killGroup(child);
    child.stdout.destroy();
    resolve(err(reason));
  };
  const timer = setTimeout(() => stop(`did not end within ${limits.timeoutMs} ms`), limits.timeoutMs);
  child.stdout.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > limits.outputBytesMax) stop(`wrote more than ${limits.outputBytesMax} bytes`);
    else chunks.push(chunk);
  });
  child.on('error', (cause) => stop(`could not be started${'code' in cause ? ` (${String(cause.code)})` : ''}`));
  child.on('close', (code, signal) => {
    clearTimeout(timer);
    resolve(code === 0 ? ok(Buffer.concat(chunks).toString()) : err(ending(code, signal)));
  });
  return promise;
}

function ending(code: number | null, signal: string | null): string {
  return signal === null ? `ended with status ${code}` : `was ended by ${signal}`;
}

/** Where there are no groups, or the group has just ended, the program alone is meant. */
function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
