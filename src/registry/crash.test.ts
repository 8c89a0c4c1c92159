import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { openSqliteRegistry } from './open-sqlite-registry.ts';
import type { Change } from './registry.ts';

const ROUNDS = 12;
const WRITER = fileURLToPath(new URL('crash-writer.test-support.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'registry-crash-'));
after(() => rmSync(folder, { recursive: true }));

it('loses nothing acknowledged and keeps nothing half-written when its process is killed, again and again', async () => {
  const latest = { count: 0, pair: 0 };
  for (let round = 1; round <= ROUNDS; round++) {
    // Each round dies at another point: the first before anything is said, the last well into the writing.
    Object.assign(latest, await acknowledgedUntilKilled(round * round - 1));
    const documents = await stored();
    const { count, left, right } = documents;
    assert.ok((count?.revision ?? 0) >= latest.count, `round ${round} lost a count`);
    assert.ok((right?.revision ?? 0) >= latest.pair, `round ${round} lost a pair`);
    assert.equal(left?.body, right?.body, `round ${round} kept half a batch`);
    const { next = 0 } = JSON.parse(left?.body ?? '{}') as { next?: number };
    const passing = Object.keys(documents).filter((id) => id.startsWith('passing'));
    assert.deepEqual(passing, next === 0 ? [] : [`passing-${next}`]);
  }
  assert.ok(latest.count > ROUNDS * ROUNDS, 'the writer wrote');
  assert.deepEqual(integrity(), [{ integrity_check: 'ok' }]);
});

/** Runs the writer, kills it once it has told of so many commits, and gives the last revision it told of each name. */
async function acknowledgedUntilKilled(lines: number): Promise<Record<string, number>> {
  const writer = spawn(process.execPath, [WRITER, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  const kill = (): void => void writer.kill('SIGKILL');
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text;
    if (told.split('\n').length > lines) kill();
  });
  if (lines === 0) writer.once('spawn', kill);
  const [, signal] = await once(writer, 'close');
  assert.equal(signal, 'SIGKILL');
  // A line may have been cut short by the kill.
  const whole = told.slice(0, told.lastIndexOf('\n') + 1).trim();
  const revisions = whole === '' ? [] : whole.split('\n').map((line) => line.split(' '));
  return Object.fromEntries(revisions.map(([name, revision]) => [name, Number(revision)]));
}

async function stored(): Promise<Partial<Record<string, Change>>> {
  const registry = await openSqliteRegistry(folder);
  assert.ok(registry.ok, JSON.stringify(registry));
  const changes = await registry.value.read(0);
  await registry.value.close();
  return Object.fromEntries(changes.map((change) => [change.id, change]));
}

function integrity(): unknown {
  const database = new DatabaseSync(join(folder, 'registry.db'));
  const rows = database
    .prepare('PRAGMA integrity_check')
    .all()
    .map((row) => ({ ...row }));
  database.close();
  return rows;
}
