import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { OWNER, START_MS } from '../an-observation.test-support.ts';
import { DEFAULT_RETENTION } from '../retention.ts';
import { openSqliteStore } from './open-store.ts';

const ROUNDS = 8;
const WRITER = fileURLToPath(new URL('crash-writer.test-support.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'telemetry-crash-'));
after(() => rmSync(folder, { recursive: true }));

it('loses nothing acknowledged and counts nothing twice when its process is killed, again and again', async () => {
  let acknowledged = 0;
  for (let round = 1; round <= ROUNDS; round++) {
    acknowledged = Math.max(acknowledged, await acknowledgedUntilKilled(round * round * 3));
    const { written, counted, recorded } = kept();
    assert.ok(written >= acknowledged, `round ${round}: ${written} of ${acknowledged} are left`);
    assert.deepEqual([counted, recorded], [written, written], `round ${round}`);
  }
  assert.ok(acknowledged > ROUNDS * ROUNDS, 'the writer wrote');
});

/** Runs the writer, kills it once it has told of so many batches, and gives the last it told of. */
async function acknowledgedUntilKilled(lines: number): Promise<number> {
  const writer = spawn(process.execPath, [WRITER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text;
    if (told.split('\n').length > lines) writer.kill('SIGKILL');
  });
  const [, signal] = await once(writer, 'close');
  assert.equal(signal, 'SIGKILL');
  // A line may have been cut short by the kill.
  return Number(told.slice(0, told.lastIndexOf('\n')).split('\n').at(-1));
}

function kept(): { written: number; counted: number; recorded: number } {
  const opened = openSqliteStore(folder, DEFAULT_RETENTION);
  assert.ok(opened.ok, JSON.stringify(opened));
  const store = opened.value;
  const counted = store.aggregates({ owner: OWNER, instanceId: 'i-0123456789abcdef0', fromMs: 0, toMs: START_MS * 2 });
  const records = store.records({ stream: 'request', newestFirst: true, limit: 1_000_000 });
  const found = {
    written: store.lastSequence,
    counted: counted.reduce((sum, { noToken }) => sum + noToken.sum, 0),
    recorded: records.length,
  };
  store.close();
  return found;
}
