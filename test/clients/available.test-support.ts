// Which of the programs that the tests drive are on this machine. What is missing leaves its tests out and says so; where
// CI=true nothing is left out, and what is missing is a failure.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { delimiter, join } from 'node:path';

import { UNSHARE } from './link-local.test-support.ts';

/** Something a test cannot do without: whether it is here, and where one gets it. */
export interface Requirement {
  readonly isMet: boolean;
  readonly remedy: string;
}

/** The options of a test that needs these. */
export function needs(...requirements: readonly Requirement[]): { readonly skip: string | false } {
  const missing = requirements.filter(({ isMet }) => !isMet).map(({ remedy }) => remedy);
  if (missing.length === 0) return { skip: false };
  const reason = `missing: ${missing.join('; ')}`;
  if (process.env['CI'] === 'true') throw new Error(`in CI no test is left out, but ${reason}`);
  return { skip: reason };
}

/** A command of this name on the search path. */
export function program(name: string, debianPackage: string): Requirement {
  return { isMet: onPath(name).length > 0, remedy: `${name} (Debian package ${debianPackage})` };
}

export const curl = program('curl', 'curl');
export const openssl = program('openssl', 'openssl');

/** Every `aws` on the search path: Debian's own, and what else somebody has installed. */
export function everyAwsCli(): readonly string[] {
  return onPath('aws');
}

/** Every `python3` on the search path that can import these modules. */
export function everyPythonWith(...modules: readonly string[]): readonly string[] {
  const script = `import importlib.util, sys; sys.exit(any(importlib.util.find_spec(m) is None for m in sys.argv[1:]))`;
  return onPath('python3').filter((python) => spawnSync(python, ['-c', script, ...modules]).status === 0);
}

/** That any are there. */
export function anyOf(programs: readonly string[], remedy: string): Requirement {
  return { isMet: programs.length > 0, remedy };
}

/** A network namespace of one's own, with or without root. */
export function networkNamespaces(): Requirement {
  const [program, ...args] = UNSHARE;
  const isMet =
    process.platform === 'linux' && spawnSync(program, [...args, 'ip', 'link', 'set', 'lo', 'up']).status === 0;
  return { isMet, remedy: 'network namespaces (root, or unprivileged user namespaces) with unshare, nsenter and ip' };
}

/** The IPv6 loopback address. */
export const ipv6: Requirement = {
  isMet: Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1')),
  remedy: 'IPv6 on the loopback interface',
};

/** All of 127.0.0.0/8 is the loopback interface's own. */
export const wholeLoopback: Requirement = {
  isMet: process.platform === 'linux',
  remedy: 'Linux, where every address of 127.0.0.0/8 is local',
};

/** The different files of this name, in the order of the search path. */
function onPath(name: string): readonly string[] {
  const files = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  const byTarget = new Map(files.filter(isExecutable).map((file) => [realpathSync(file), file]));
  return [...byTarget.values()];
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return existsSync(file);
  } catch {
    return false;
  }
}
