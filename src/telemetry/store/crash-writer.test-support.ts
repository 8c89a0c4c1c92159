// Counts one request after the other into the store of the folder given, for ever, and says on stdout how many were
// acknowledged: until it is killed. Each batch is written twice, as after a failure that was none.
import assert from 'node:assert/strict';
import { writeSync } from 'node:fs';
import { aCount, OWNER, START_MS } from '../an-observation.test-support.ts';
import { DEFAULT_RETENTION } from '../retention.ts';
import { openSqliteStore } from './open-store.ts';

const opened = openSqliteStore(process.argv[2] ?? '', DEFAULT_RETENTION);
assert.ok(opened.ok, JSON.stringify(opened));
const store = opened.value;
for (let sequence = store.lastSequence + 1; ; sequence++) {
  const counts = [
    { ...aCount('i-0123456789abcdef0', START_MS + (sequence % 50) * 60_000, { noToken: 1 }), owner: OWNER },
  ];
  const batch = {
    sequence,
    counts,
    records: [{ stream: 'request', timeMs: START_MS + sequence, body: `{"n":${sequence}}` }],
  } as const;
  store.write(batch);
  store.write(batch);
  writeSync(1, `${sequence}\n`);
}
