// Network namespaces with names, made for one test file and removed after it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after } from 'node:test';

import type { Requirement } from './available.test-support.ts';
import { run } from './run-program.test-support.ts';

const made: string[] = [];

after(() => {
  for (const name of made) spawnSync('ip', ['netns', 'delete', name], { stdio: 'ignore' });
});

/** That they can be made here. */
export const namedNamespaces: Requirement = {
  isMet:
    process.platform === 'linux' &&
    process.getuid?.() === 0 &&
    spawnSync('ip', ['netns', 'list']).status === 0 &&
    canMake(),
  remedy: 'network namespaces with names (root, and ip of the Debian package iproute2)',
};

function canMake(): boolean {
  const name = `openimds-t${process.pid}`;
  const isMade = spawnSync('ip', ['netns', 'add', name]).status === 0;
  spawnSync('ip', ['netns', 'delete', name], { stdio: 'ignore' });
  return isMade;
}

/** Names of namespaces that are this file's own. The script makes the namespaces. */
export function namespaceNames<Roles extends readonly string[]>(...roles: Roles): { [Key in keyof Roles]: string } {
  const names = roles.map((role) => `openimds-${process.pid}-${role}`);
  made.push(...names);
  // As many as there are roles.
  return names as { [Key in keyof Roles]: string };
}

/** Runs a script of `ip` commands, and fails with what went wrong. */
export function ip(script: string): void {
  const { status, stderr } = spawnSync('sh', ['-ec', script], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

/** What a curl inside a namespace gets; nothing when nobody answers within three seconds. */
export async function curlIn(namespace: string, ...args: readonly string[]): Promise<string> {
  return (await run('ip', ['netns', 'exec', namespace, 'curl', '-gqsf', '-m', '3', ...args])).text;
}

/** Asks again until it is so, for ten seconds: what a daemon does by itself takes a moment. */
export async function eventually(isSo: () => Promise<boolean> | boolean, what = ''): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    assert.ok(tries < 200, what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
