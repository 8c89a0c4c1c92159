// What is published is not what a checkout runs: compiled, without sources, and inside node_modules.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, suite, test } from 'node:test';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'openimds-package-'));
after(() => rmSync(folder, { recursive: true, force: true }));

execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root, stdio: 'ignore' });
const [archive = ''] = readdirSync(folder);
execFileSync('tar', ['-xzf', archive], { cwd: folder });
const published = join(folder, 'package');
symlinkSync(join(root, 'node_modules'), join(published, 'node_modules'));

test('the package that would be published runs', () => {
  const openimds = (...args: readonly string[]): string =>
    execFileSync(process.execPath, [join(published, 'bin', 'openimds.js'), ...args], { encoding: 'utf8' });
  assert.match(openimds('version'), /^\d+\.\d+\.\d+\n$/);
  assert.match(openimds('up', '--help'), /--ephemeral/);
  assert.match(openimds('scenario', 'run', 'spot-reclaim', '--virtual'), /passed\n$/);
  // Its threads are files of their own, which the package must have too.
  if (process.platform === 'linux' && process.getuid?.() === 0)
    assert.equal(openimds('run', '--ephemeral', '--', 'echo', 'here'), 'here\n');
  const ready = `const up = require('node:child_process').spawn(process.execPath, [process.argv[1], 'up', '--ephemeral', '--json', '--port', '0', '--api-port', '0']);
up.stdout.once('data', (line) => { process.stdout.write(line); up.kill('SIGTERM'); }); up.once('exit', (code) => process.exit(code));`;
  const program = join(published, 'bin', 'openimds.js');
  const line = execFileSync(process.execPath, ['-e', ready, program], { encoding: 'utf8', timeout: 20_000 });
  assert.match(line, /^\{"event":"ready","imds":\{"url":"http:/);
});

suite("openimds/testing, in somebody else's package", () => {
  const theirs = join(folder, 'theirs');
  mkdirSync(join(theirs, 'node_modules'), { recursive: true });
  for (const [name, target] of [
    ['openimds', published],
    ['@types', join(root, 'node_modules', '@types')],
    ['undici-types', join(root, 'node_modules', 'undici-types')],
  ] as const)
    symlinkSync(target, join(theirs, 'node_modules', name));
  writeFileSync(join(theirs, 'package.json'), JSON.stringify({ type: 'module' }));

  test('starts, and answers what was said', () => {
    const program = `import { aSpotInstance, startImds } from 'openimds/testing';
const imds = await startImds({ instances: [aSpotInstance({ metadataOptions: { httpTokens: 'optional' } })] });
await imds.instance().interruptSpot();
const answer = await fetch(imds.url + '/latest/meta-data/spot/instance-action');
console.log((await answer.json()).action, (await imds.requests()).length);
await imds.play('v1-switched-off', { virtual: true });
await imds[Symbol.asyncDispose]();`;
    writeFileSync(join(theirs, 'program.js'), program);
    const out = execFileSync(process.execPath, [join(theirs, 'program.js')], { encoding: 'utf8', timeout: 20_000 });
    assert.equal(out, 'terminate 1\n');
  });

  test('has types that hold a test to what there is', () => {
    const check = (line: string): string => {
      writeFileSync(
        join(theirs, 'their.test.ts'),
        `import { anInstance, startImds } from 'openimds/testing';\nawait using imds = await startImds({ instances: [anInstance()] });\n${line}\n`,
      );
      const flags = '--noEmit --strict --target es2024 --lib es2024,esnext.disposable --module nodenext --types node';
      const { status, stdout } = spawnSync('tsc', [...flags.split(' '), '--preserveSymlinks', 'their.test.ts'], {
        cwd: theirs,
        encoding: 'utf8',
      });
      return status === 0 ? '' : stdout;
    };
    assert.equal(check("(await imds.fault({ preset: 'outage' })).hits().toFixed(); await imds.clock.advance(1);"), '');
    assert.equal(check("await imds.play({ name: 'x', steps: [{ at: '1s', fault: { status: 503 } }] });"), '');
    assert.match(check("await imds.play({ name: 'x', steps: [{ fault: { state: 503 } }] });"), /^their\.test\.ts\(3,/);
    assert.match(check("await imds.fault({ preset: 'outrage' });"), /^their\.test\.ts\(3,/);
    assert.match(check("await imds.instance().setLifecycleState('Gone');"), /^their\.test\.ts\(3,/);
  });
});
