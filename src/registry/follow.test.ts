import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { follow } from './follow.ts';
import { openMemoryRegistry } from './memory-registry.ts';
import type { Change, Registry } from './registry.ts';

describe('following a registry', () => {
  it('hands over what there is, then what comes', async () => {
    const registry = openMemoryRegistry();
    await registry.commit([{ kind: 'k', id: 'a', body: '1' }]);
    const seen: string[] = [];
    const stop = await follow(registry, (changes) => seen.push(...changes.map(({ id }) => id)));
    assert.deepEqual(seen, ['a']);
    await registry.commit([{ kind: 'k', id: 'b', body: '2' }]);
    stop();
    await registry.commit([{ kind: 'k', id: 'c', body: '3' }]);
    assert.deepEqual(seen, ['a', 'b']);
  });

  it('leaves nothing out that is committed while it reads', async () => {
    const registry = openMemoryRegistry();
    const seen: (string | undefined)[] = [];
    const slow: Registry = { ...bound(registry), read: (after) => readSlowly(registry, after) };
    await follow(slow, (changes) => seen.push(...changes.map(({ body }) => body)));
    assert.deepEqual(seen, ['during']);
  });

  it('does not go on watching when reading fails', async () => {
    const registry = openMemoryRegistry();
    let watching = 0;
    const broken: Registry = {
      ...bound(registry),
      read: () => Promise.reject(new Error('disk')),
      watch: () => {
        watching++;
        return () => void watching--;
      },
    };
    await assert.rejects(
      follow(broken, () => {}),
      /disk/,
    );
    assert.equal(watching, 0);
  });
});

function bound(registry: Registry): Registry {
  return {
    read: (afterRevision) => registry.read(afterRevision),
    commit: (writes) => registry.commit(writes),
    watch: (listener) => registry.watch(listener),
    close: () => registry.close(),
  };
}

/** Something is committed after the engine has looked and before it answers. */
async function readSlowly(registry: Registry, afterRevision: number): Promise<readonly Change[]> {
  const changes = await registry.read(afterRevision);
  await registry.commit([{ kind: 'k', id: 'a', body: 'during' }]);
  return changes;
}
