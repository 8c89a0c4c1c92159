import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { err, ok } from '#base';
import type { Result } from '#base';
import type { Command } from './command.ts';

/** Runs a program to its end: what it wrote to stdout, or what it complained of. */
export type RunProgram = (command: Command) => Promise<Result<string, string>>;

/** None of them has anything to wait for. */
const TIMEOUT_MS = 10_000;

/** How one comes by the programs that openimds does not bring. */
const PACKAGES: Readonly<Record<string, string>> = {
  ip: 'iproute2',
  nft: 'nftables',
  nsenter: 'util-linux',
  unshare: 'util-linux',
  setpriv: 'util-linux',
  docker: 'docker',
  slirp4netns: 'slirp4netns',
};

/** Runs it with the environment of this process. */
export const runProgram: RunProgram = async ({ program, args, input }) => {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: TIMEOUT_MS, killSignal: 'SIGKILL' });
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => resolve(unstartable(program, error)));
    child.once('close', (code) => resolve(code === 0 ? undefined : `${program} failed`));
  });
  // A program that reads nothing may close its end first.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [output, complaint, failure] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (failure === undefined) return ok(output);
  return err(complaint.trim() === '' ? failure : `${failure}: ${complaint.trim()}`);
};

function unstartable(program: string, { code, message }: NodeJS.ErrnoException): string {
  if (code !== 'ENOENT') return `${program} cannot be started: ${message}`;
  const name = PACKAGES[program] ?? program;
  return `${program} is not on the search path. It is in the package ${name}: apt-get install ${name}, or dnf install ${name}`;
}
