import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { aCount, OWNER, START_MS } from '../an-observation.test-support.ts';
import { DEFAULT_RETENTION } from '../retention.ts';
import type { Retention } from '../retention.ts';
import { storeContract } from './contract.test-support.ts';
import { openSqliteStore } from './open-store.ts';
import type { Store } from './store.ts';

const folders: string[] = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'telemetry-'));
  folders.push(folder);
  return folder;
}

function open(folder: string, retention: Retention = DEFAULT_RETENTION): Store {
  const opened = openSqliteStore(folder, retention);
  assert.ok(opened.ok, JSON.stringify(opened));
  return opened.value;
}

suite('the store in a file', () => {
  storeContract((retention) => open(aFolder(), retention));

  test('what was written is there after it is opened again, and so is the place in the sequence', () => {
    const folder = aFolder();
    const store = open(folder);
    const counts = [{ ...aCount('i-0123456789abcdef0', START_MS, { noToken: 3 }), owner: OWNER }];
    store.write({ sequence: 1, counts, records: [{ stream: 'alarm', timeMs: START_MS, body: 'fired' }] });
    store.close();
    const again = open(folder);
    again.write({ sequence: 1, counts, records: [] });
    assert.deepEqual(
      again.aggregates({ owner: OWNER, instanceId: 'i-0123456789abcdef0', fromMs: 0, toMs: START_MS * 2 })[0]?.noToken
        .sum,
      3,
    );
    assert.equal(again.records({ stream: 'alarm', newestFirst: true, limit: 1 })[0]?.body, 'fired');
    assert.equal(statSync(join(folder, 'telemetry.db')).mode & 0o777, 0o600);
    again.close();
  });

  test('a second opening, and a file of something else, are refused', () => {
    const folder = aFolder();
    const store = open(folder);
    assert.equal(openSqliteStore(folder, DEFAULT_RETENTION).ok, false);
    store.close();
    const other = aFolder();
    writeFileSync(join(other, 'telemetry.db'), 'not a database at all, but long enough to be looked at'.repeat(100));
    assert.equal(openSqliteStore(other, DEFAULT_RETENTION).ok, false);
  });
});
