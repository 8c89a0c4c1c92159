import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok } from '#base';
import type { Result } from '#base';
import type { Socket } from 'node:net';

/** A way out of a network namespace, by which it reaches what this machine reaches. */
export interface OutsideNetwork {
  /** What its programs resolve names with, in a folder of its own that is whoever's who reads it. */
  readonly resolvConf: string;
  close(): void;
}

/** slirp4netns(1): the address it answers DNS at; the machine itself is 10.0.2.2. */
const NAMESERVER = '10.0.2.3';
const READY_FD = 3;
const EXIT_FD = 4;
const NAMESPACE_FD = 5;

/**
 * Connects a network namespace to the outside by slirp4netns, which needs no root, changes nothing of the machine's network,
 * and ends with this process, however that ends.
 */
export function openOutsideNetwork(namespacePath: string): Promise<Result<OutsideNetwork, string>> {
  const { promise, resolve } = Promise.withResolvers<Result<OutsideNetwork, string>>();
  const args = ['--configure', '--mtu=1500', `--ready-fd=${READY_FD}`, `--exit-fd=${EXIT_FD}`, '--netns-type=path'];
  // By a descriptor of its own, as it looks at the path with fewer powers than it goes on with.
  const namespace = openSync(namespacePath, 'r');
  const child = spawn('slirp4netns', [...args, `/proc/self/fd/${NAMESPACE_FD}`, 'tap0'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', namespace],
  });
  closeSync(namespace);
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint = `${complaint}${text}`.slice(-2000)));
  child.once('error', (error: NodeJS.ErrnoException) => resolve(err(unstartable(error))));
  child.once('exit', () => resolve(err(`slirp4netns failed: ${complaint.trim().replaceAll(/\s*\n\s*/g, '; ')}`)));
  child.stdio[READY_FD]?.once('data', () => {
    // Neither it nor its pipes keep this process waiting; the end of the last pipe tells it to go.
    child.unref();
    for (const stream of child.stdio) (stream as Socket | null | undefined)?.unref();
    resolve(ok({ resolvConf: writeResolvConf(), close: () => child.kill() }));
  });
  return promise;
}

function unstartable({ code, message }: NodeJS.ErrnoException): string {
  if (code !== 'ENOENT') return `slirp4netns cannot be started: ${message}`;
  return '--network host takes slirp4netns, which is not on the search path: apt-get install slirp4netns, or dnf install slirp4netns';
}

function writeResolvConf(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'openimds-run-')), 'resolv.conf');
  writeFileSync(file, `nameserver ${NAMESERVER}\n`);
  return file;
}
