import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { openimds, startOpenimds } from './openimds-process.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

interface Examination {
  readonly fit: boolean;
  readonly checks: readonly {
    readonly name: string;
    readonly state: string;
    readonly finding: string;
    readonly remedy?: string;
  }[];
}

test('a machine that openimds runs on is fit, and what is lacking comes with a remedy', async () => {
  const state = join(temporaryFolder(), 'state');
  const { code, text } = await openimds(['doctor', '--state', state, '--port', '0', '--api-port', '0', '--json']);
  const { fit, checks } = JSON.parse(text) as Examination;
  assert.deepEqual([code, fit], [0, true], text);
  for (const { name, state: found, remedy } of checks) assert.equal(found === 'works', remedy === undefined, name);
  assert.ok(!existsSync(state), 'it makes nothing');
  const table = await openimds(['doctor', '--state', state]);
  for (const { name } of checks) assert.ok(table.text.includes(name), name);
});

test('it ends with 1 where up would not start as asked', async () => {
  const { port } = await startOpenimds();
  const taken = await openimds(['doctor', '--ephemeral', '--port', String(port)]);
  assert.equal(taken.code, 2, 'a flag it does not have');
  const refused = await openimds(['doctor', '--state', temporaryFolder(), '--port', String(port)]);
  assert.equal(refused.code, 1);
  assert.match(
    refused.text,
    new RegExp(`FAILS +metadata port +port ${port} is taken\\n +→ stop what listens there, or give another --port`),
  );
});
