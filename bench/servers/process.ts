import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';

const STOP_PATIENCE_MS = 5000;
/** Settings of whoever runs the bench must not change what is measured. */
const ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OPENIMDS_')));
const children = new Set<ChildProcess>();
process.once('exit', () => children.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** A server that was started. */
export interface ServerProcess {
  readonly pid: number;
  /** Everything it wrote to stdout so far, line by line. */
  readonly lines: readonly string[];
  /** The first line it writes; fails when it ends before, or is silent for too long. */
  firstLine(patienceMs: number): Promise<string>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a server. What it writes to stderr is only shown if it fails to start; one with a log file writes
 * all it says to that file, so that nobody spends time on reading it. It is gone at the latest when this process is.
 */
export function startProcess(command: readonly string[], logFile?: string): ServerProcess {
  const log = logFile === undefined ? undefined : openSync(logFile, 'w');
  const child = launch(command, log ?? 'pipe');
  if (log !== undefined) closeSync(log);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command[0] ?? ''} cannot be started`);
  const lines: string[] = [];
  const complaints: Buffer[] = [];
  const first = Promise.withResolvers<string>();
  child.stderr?.on('data', (chunk: Buffer) => complaints.length < 20 && complaints.push(chunk));
  if (child.stdout !== null)
    createInterface(child.stdout).on('line', (line) => {
      if (lines.length < 20) lines.push(line);
      first.resolve(line);
    });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void gone.then(() => first.reject(new Error(`ended: ${Buffer.concat(complaints).toString().trim()}`)));
  first.promise.catch(() => {});
  return {
    pid,
    lines,
    firstLine: (patienceMs) => within(first.promise, patienceMs),
    stop: async () => {
      child.kill('SIGTERM');
      await within(gone, STOP_PATIENCE_MS).catch(() => child.kill('SIGKILL'));
    },
  };
}

/** Runs a command to its end and gives what it wrote to stdout. Fails with its stderr when it fails. */
export async function output(command: readonly string[]): Promise<string> {
  const child = launch(command, 'pipe');
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => (texts[name] += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${command.join(' ')} failed: ${texts.stderr.trim()}`);
  return texts.stdout;
}

function launch([program = '', ...args]: readonly string[], out: 'pipe' | number): ChildProcess {
  const child = spawn(program, args, { stdio: ['ignore', out, out], env: ENVIRONMENT });
  children.add(child);
  child.once('close', () => children.delete(child));
  child.once('error', () => child.emit('close', -1, null));
  return child;
}

async function within<Value>(promise: Promise<Value>, patienceMs: number): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`nothing within ${patienceMs / 1000} s`)), patienceMs);
  return Promise.race([promise, late.promise]).finally(() => clearTimeout(timer));
}
