// What every npm script needs before it runs: the locked dependencies, and with `--system` the system packages that the
// real-client tests drive. Plain JavaScript without dependencies: it runs on whatever Node the machine has, before the
// pinned one is here.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { installDependencies } from '../bin/runtime.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Programs the tests start, and the Debian package each comes in. */
const SYSTEM_PROGRAMS = {
  curl: 'curl',
  openssl: 'openssl',
  aws: 'awscli',
  'cloud-init': 'cloud-init',
  ec2metadata: 'cloud-utils',
  ip: 'iproute2',
  nft: 'nftables',
  slirp4netns: 'slirp4netns',
  go: 'golang-go',
};

/** Python modules they import, and the Debian package each comes in. */
const PYTHON_MODULES = { boto3: 'python3-boto3', pytest: 'python3-pytest' };

installDependencies(root);
if (process.argv.includes('--system')) installSystemPackages();

function installSystemPackages() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  if (canInstall()) aptInstall(missing);
  const still = missingPackages();
  if (still.length === 0) return;
  process.stderr.write(
    `openimds: not installed: ${still.join(', ')}. The tests that drive them will be left out.\n` +
      `openimds: to run them too: sudo apt-get install ${still.join(' ')}\n`,
  );
}

function missingPackages() {
  const programs = Object.entries(SYSTEM_PROGRAMS).filter(([program]) => !onPath(program));
  const modules = Object.entries(PYTHON_MODULES).filter(([module]) => !hasPythonModule(module));
  return [...programs, ...modules].map(([, name]) => name);
}

function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => executable(join(folder, program)));
}

function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function hasPythonModule(module) {
  return existsSync(`/usr/lib/python3/dist-packages/${module}`);
}

function canInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get');
}

function aptInstall(packages) {
  process.stderr.write(`openimds: installing ${packages.join(', ')} for the tests\n`);
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
}
