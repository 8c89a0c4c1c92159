import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parseCommandLine } from '#aemm';
import { MockSource } from './aemm-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'openimds-aemm-'));
after(() => rmSync(folder, { recursive: true }));

const START = Date.UTC(2026, 10, 22, 12);

test('what falls due after it was looked at is still to come, however late one asks for it', async () => {
  const clock = { nowMs: START, now: () => clock.nowMs };
  const line = parseCommandLine(['spot', '-d', '2']);
  assert.ok(line.ok);
  const source = new MockSource(line.value, {}, clock);
  const told: (number | undefined)[] = [];
  source.loaded = () => told.push(source.nextChangeMs());
  assert.ok((await source.load()).ok);
  clock.nowMs = START + 3000;
  assert.deepEqual([...told, source.nextChangeMs()], [START + 2000, START + 2000]);
  assert.ok((await source.load()).ok);
  assert.equal(source.nextChangeMs(), START + 3_600_000);
});

test('a broken file keeps what is due from coming, and not what comes after it', async () => {
  const clock = { nowMs: START, now: () => clock.nowMs };
  const file = join(folder, 'aemm.json');
  writeFileSync(file, '{}');
  const line = parseCommandLine(['-d', '2', '--rebalance-delay-sec', '5', '-c', file]);
  assert.ok(line.ok);
  const source = new MockSource(line.value, {}, clock);
  assert.ok((await source.load()).ok);
  clock.nowMs = START + 2000;
  writeFileSync(file, '{');
  assert.ok(!(await source.load()).ok);
  assert.equal(source.nextChangeMs(), START + 5000);
});
