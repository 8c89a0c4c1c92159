import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';

import { itIsARegistry } from './contract.test-support.ts';
import { openSqliteRegistry } from './open-sqlite-registry.ts';
import type { Registry } from './registry.ts';
import type { RegistryOptions } from './tombstone-limit.ts';

const root = mkdtempSync(join(tmpdir(), 'registry-'));
after(() => rmSync(root, { recursive: true }));
let folders = 0;

function newFolder(): string {
  return join(root, `${folders++}`, 'state');
}

async function opened(folder: string, options?: RegistryOptions): Promise<Registry> {
  const outcome = await openSqliteRegistry(folder, options);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}

itIsARegistry('sqlite', (options) => opened(newFolder(), options));

describe('a registry on disk', () => {
  it('is the same after it is closed and opened', async () => {
    const folder = newFolder();
    const before = await opened(folder);
    await before.commit([
      { kind: 'k', id: 'a', body: '1' },
      { kind: 'k', id: 'b', body: '2' },
    ]);
    await before.commit([{ kind: 'k', id: 'a', body: '3' }]);
    await before.commit([{ kind: 'k', id: 'b', body: undefined }]);
    const told = [await before.read(0), await before.read(1)];
    await before.close();
    const again = await opened(folder);
    assert.deepEqual([await again.read(0), await again.read(1)], told);
    assert.deepEqual(await again.commit([{ kind: 'k', id: 'c', body: '4' }]), { ok: true, value: 5 });
    await again.close();
  });

  it('remembers across a restart which deletions it has forgotten', async () => {
    const folder = newFolder();
    const before = await opened(folder, { tombstoneLimit: 0 });
    await before.commit([{ kind: 'k', id: 'a', body: '1' }]);
    await before.commit([{ kind: 'k', id: 'a', body: undefined }]);
    await before.close();
    const again = await opened(folder);
    await assert.rejects(again.read(1), { code: 'revision-compacted', compactedRevision: 2 });
    assert.deepEqual(await again.commit([{ kind: 'k', id: 'a', body: '2' }]), { ok: true, value: 3 });
    await again.close();
  });

  it('does not grow with what has been deleted', async () => {
    const folder = newFolder();
    const registry = await opened(folder, { tombstoneLimit: 10 });
    for (let id = 0; id < 100; id++) {
      await registry.commit([{ kind: 'k', id: `${id}`, body: '1' }]);
      await registry.commit([{ kind: 'k', id: `${id}`, body: undefined }]);
    }
    await registry.close();
    const database = new DatabaseSync(join(folder, 'registry.db'));
    const rows = Number(database.prepare('SELECT count(*) AS rows FROM document').get()?.['rows']);
    database.close();
    assert.ok(rows <= 10, `${rows} rows`);
  });

  it('refuses to be opened twice, in this process or another, until it is closed', async () => {
    const folder = newFolder();
    const first = await opened(folder);
    const refusal = { ok: false, error: { kind: 'in-use', path: join(folder, 'registry.db') } };
    assert.deepEqual(await openSqliteRegistry(folder), refusal);
    assert.deepEqual(openedElsewhere(folder), refusal);
    assert.ok((await first.commit([{ kind: 'k', id: 'a', body: '1' }])).ok, 'the first is not disturbed');
    await first.close();
    assert.equal(openedElsewhere(folder).ok, true);
  });

  it('keeps folder and files from everybody else, whatever the umask', { skip: noModes() }, async () => {
    const umask = process.umask(0);
    const folder = newFolder();
    const registry = await opened(folder);
    await registry.commit([{ kind: 'k', id: 'a', body: '1' }]);
    process.umask(umask);
    const modes = ['.', ...readdirSync(folder)].map((name) => [name, statSync(join(folder, name)).mode & 0o777]);
    assert.deepEqual(Object.fromEntries(modes), { '.': 0o700, 'registry.db': 0o600, 'registry.db-wal': 0o600 });
    await registry.close();
  });

  it('closes a file that others could read', { skip: noModes() }, async () => {
    const folder = newFolder();
    await (await opened(folder)).close();
    chmodSync(join(folder, 'registry.db'), 0o644);
    await (await opened(folder)).close();
    assert.equal(statSync(join(folder, 'registry.db')).mode & 0o777, 0o600);
  });

  it('leaves alone a file of a later release', async () => {
    const folder = newFolder();
    await (await opened(folder)).close();
    const path = join(folder, 'registry.db');
    inDatabase(path, 'PRAGMA user_version = 99');
    assert.deepEqual(await openSqliteRegistry(folder), {
      ok: false,
      error: { kind: 'newer-schema', path, version: 99, supported: 1 },
    });
  });

  it('leaves alone a database of something else', async () => {
    for (const script of [
      'CREATE TABLE theirs (x)',
      'PRAGMA user_version = 1',
      'PRAGMA application_id = 7; CREATE TABLE t (x)',
    ]) {
      const folder = newFolder();
      mkdirSync(folder, { recursive: true });
      const path = join(folder, 'registry.db');
      inDatabase(path, script);
      assert.deepEqual(await openSqliteRegistry(folder), { ok: false, error: { kind: 'foreign', path } });
    }
  });

  it('says that a file is not a registry', async () => {
    const folder = newFolder();
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'registry.db');
    writeFileSync(path, 'not a database, but long enough to have the header of one: '.repeat(20));
    assert.deepEqual(await openSqliteRegistry(folder), { ok: false, error: { kind: 'foreign', path } });
  });

  it(
    'says so where the system has no room for a folder',
    { skip: process.platform !== 'linux' && 'needs /proc' },
    async () => {
      const outcome = await openSqliteRegistry('/proc/openimds/state');
      assert.ok(!outcome.ok && outcome.error.kind === 'unusable', 'it is refused, and not tried for ever');
    },
  );

  it('says why a folder cannot be used', async () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    const outcome = await openSqliteRegistry(join(file, 'state'));
    assert.ok(!outcome.ok && outcome.error.kind === 'unusable');
    assert.match(outcome.error.reason, /ENOTDIR/);
  });

  it('says nothing on stderr, not even that node:sqlite is experimental', () => {
    const script = `const { openSqliteRegistry } = await import('#registry');
      const { value } = await openSqliteRegistry(${JSON.stringify(newFolder())});
      await value.commit([{ kind: 'k', id: 'a', body: '1' }]);
      await value.close();
      process.emitWarning('other warnings are heard');`;
    const { stdout, stderr } = inAnotherProcess(script);
    assert.match(stderr, /^\(node:\d+\) Warning: other warnings are heard\n\(Use `node --trace-warnings/);
    assert.equal(stdout, '');
  });
});

function noModes(): string | false {
  return process.platform === 'win32' ? 'this platform has no file modes' : false;
}

function inDatabase(path: string, script: string): void {
  const database = new DatabaseSync(path);
  database.exec(script);
  database.close();
}

function openedElsewhere(folder: string): { ok: boolean } {
  const script = `const { openSqliteRegistry } = await import('#registry');
    const { ok, error } = await openSqliteRegistry(${JSON.stringify(folder)});
    console.log(JSON.stringify({ ok, error }));`;
  // What JSON.stringify wrote just now.
  return JSON.parse(inAnotherProcess(script).stdout) as { ok: boolean };
}

function inAnotherProcess(script: string): { stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    timeout: 10_000,
  });
}
