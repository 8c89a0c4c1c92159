// Writes to the registry in the folder given, for ever, and says on stdout what was acknowledged: until it is killed.
import assert from 'node:assert/strict';
import { writeSync } from 'node:fs';

import { openSqliteRegistry } from './open-sqlite-registry.ts';
import type { Registry } from './registry.ts';

const PADDING = 'x'.repeat(20_000);

const opened = await openSqliteRegistry(process.argv[2] ?? '');
assert.ok(opened.ok, JSON.stringify(opened));
const registry = opened.value;
const count = (await registry.read(0)).find(({ id }) => id === 'count');
let expectedRevision = count?.revision ?? 0;
for (let next = Number(count?.body ?? 0) + 1; ; next++) {
  const [revision] = await Promise.all([
    acknowledged(registry, 'count', [{ kind: 'k', id: 'count', expectedRevision, body: `${next}` }]),
    acknowledged(registry, 'pair', [
      { kind: 'k', id: 'left', body: JSON.stringify({ next, PADDING }) },
      { kind: 'k', id: `passing-${next}`, body: '1' },
      { kind: 'k', id: `passing-${next - 1}`, body: undefined },
      { kind: 'k', id: 'right', body: JSON.stringify({ next, PADDING }) },
    ]),
  ]);
  expectedRevision = revision;
}

async function acknowledged(to: Registry, name: string, writes: Parameters<Registry['commit']>[0]): Promise<number> {
  const outcome = await to.commit(writes);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  writeSync(1, `${name} ${outcome.value}\n`);
  return outcome.value;
}
