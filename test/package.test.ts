// What is published is not what a checkout runs: compiled, without sources, and inside node_modules.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'openimds-package-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('the package that would be published runs', () => {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root, stdio: 'ignore' });
  const [archive = ''] = readdirSync(folder);
  execFileSync('tar', ['-xzf', archive], { cwd: folder });
  symlinkSync(join(root, 'node_modules'), join(folder, 'package', 'node_modules'));
  const openimds = (...args: readonly string[]): string =>
    execFileSync(process.execPath, [join(folder, 'package', 'bin', 'openimds.js'), ...args], { encoding: 'utf8' });
  assert.match(openimds('version'), /^\d+\.\d+\.\d+\n$/);
  assert.match(openimds('up', '--help'), /--ephemeral/);
  // Its threads are files of their own, which the package must have too.
  if (process.platform === 'linux' && process.getuid?.() === 0)
    assert.equal(openimds('run', '--ephemeral', '--', 'echo', 'here'), 'here\n');
  const ready = `const up = require('node:child_process').spawn(process.execPath, [process.argv[1], 'up', '--ephemeral', '--json', '--port', '0', '--api-port', '0']);
up.stdout.once('data', (line) => { process.stdout.write(line); up.kill('SIGTERM'); }); up.once('exit', (code) => process.exit(code));`;
  const program = join(folder, 'package', 'bin', 'openimds.js');
  const line = execFileSync(process.execPath, ['-e', ready, program], { encoding: 'utf8', timeout: 20_000 });
  assert.match(line, /^\{"event":"ready","imds":\{"url":"http:/);
});
