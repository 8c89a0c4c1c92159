// Starts openimds as its users do: the command, as a process of its own, told apart by nothing but flags and a file.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

import { bareEnvironment, run } from './run-program.test-support.ts';
import type { Finished } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

/** The command, to be run by this Node. */
export const OPENIMDS = fileURLToPath(new URL('../../bin/openimds.js', import.meta.url));

/** The first line on stdout of `up --json`. */
export interface ReadyLine {
  readonly event: 'ready';
  readonly imds: { readonly url: string; readonly ipv6Url?: string };
  readonly api: { readonly url: string };
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly region: string;
  readonly account: string;
  readonly instances: readonly { readonly id: string }[];
}

/** A later line on stdout. */
export interface Notice {
  readonly event: string;
  readonly message: string;
}

/** How to start it. Without `state` it is `--ephemeral`. */
export interface StartOptions {
  /** The text of `openimds.yaml`; without it, openimds starts without a file. */
  readonly configuration?: string;
  /** The file itself, for tests that change it. */
  readonly configurationFile?: string;
  readonly state?: string;
  /** Beside `--json`, `--config`, `--state` and the ports. */
  readonly flags?: readonly string[];
  /** Instead of `--port 0`; `null` leaves the port to openimds. */
  readonly port?: number | null;
  readonly environment?: Readonly<Record<string, string>>;
  /** A program and arguments that run the command they are followed by, such as `unshare --net`. */
  readonly within?: readonly [string, ...string[]];
  /** Another command that says when it is ready, with its flags, instead of `up` with those above. */
  readonly words?: readonly string[];
}

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** From the signal to the end. */
  readonly tookMs: number;
}

/** An openimds that listens. */
export interface OpenimdsProcess {
  readonly ready: ReadyLine;
  /** Of the data plane, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** What it has reported since, one JSON object a line. */
  events(): readonly Notice[];
  /** What it has written to stderr so far. */
  stderr(): string;
  /** Ends it by a signal, SIGTERM unless told. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

const READY_MS = 20_000;
const running = new Set<Child>();

type Child = ChildProcessByStdio<null, Readable, Readable>;

after(async () => {
  await Promise.all([...running].map((child) => endOf(child, 'SIGKILL')));
});
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
// A test run that is broken off ends this process by a signal, which by itself would leave them running.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

/** A file that holds this configuration. */
export function configurationFile(text: string): string {
  const file = join(temporaryFolder(), 'openimds.yaml');
  writeFileSync(file, text);
  return file;
}

/** Runs a verb to its end. */
export function openimds(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return run(process.execPath, [OPENIMDS, ...args], { environment });
}

/** Starts `up` on free ports and waits until it says that it listens. Ended at the end of the file at the latest. */
export async function startOpenimds(options: StartOptions = {}): Promise<OpenimdsProcess> {
  const [program, ...args] = [...(options.within ?? []), process.execPath, OPENIMDS, ...wordsOf(options)];
  assert.ok(program !== undefined);
  const child = spawn(program, args, {
    env: bareEnvironment(options.environment),
    // An openimds.yaml in the working directory would be taken up.
    cwd: temporaryFolder(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const ready = await readyLine(child, reader, () => stderr);
  assert.ok(child.pid !== undefined);
  return {
    ready,
    url: ready.imds.url,
    port: Number(new URL(ready.imds.url).port || 80),
    pid: child.pid,
    // What stands after the ready line has this shape, or a test says so.
    events: () => lines.slice(1).map((line) => JSON.parse(line) as Notice),
    stderr: () => stderr,
    stop: (signal = 'SIGTERM') => endOf(child, signal),
  };
}

function wordsOf(options: StartOptions): readonly string[] {
  return options.words ?? ['up', ...flagsOf(options)];
}

function flagsOf({ configuration, configurationFile: file, state, flags = [], port = 0 }: StartOptions): string[] {
  const config = configuration === undefined ? file : configurationFile(configuration);
  return [
    '--json',
    '--api-port',
    '0',
    ...(port === null ? [] : ['--port', String(port)]),
    ...(state === undefined ? ['--ephemeral'] : ['--state', state]),
    ...(config === undefined ? [] : ['--config', config]),
    ...flags,
  ];
}

async function readyLine(child: Child, lines: Interface, stderr: () => string): Promise<ReadyLine> {
  const signal = AbortSignal.timeout(READY_MS);
  const ended = once(child, 'close', { signal }).then(() => undefined);
  const first = once(lines, 'line', { signal }).then(([line]: unknown[]) => line);
  const line = await Promise.race([first, ended]).catch(() => undefined);
  ended.catch(() => undefined);
  first.catch(() => undefined);
  if (typeof line !== 'string') {
    child.kill('SIGKILL');
    throw new Error(`openimds did not become ready: ${stderr()}`);
  }
  // The shape is the contract; what the tests use of it fails loudly where it is not there.
  const ready = JSON.parse(line) as ReadyLine;
  assert.equal(ready.event, 'ready');
  return ready;
}

async function endOf(child: Child, signal: NodeJS.Signals): Promise<Ended> {
  const startedMs = performance.now();
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
  return { code: child.exitCode, signal: child.signalCode, tookMs: performance.now() - startedMs };
}
