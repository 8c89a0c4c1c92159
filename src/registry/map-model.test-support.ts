import assert from 'node:assert/strict';

import fc from 'fast-check';

import type { Registry, Write } from './registry.ts';

const write = fc.record({
  kind: fc.constantFrom('instance', 'role'),
  id: fc.constantFrom('a', 'b', 'c'),
  body: fc.option(fc.json(), { nil: undefined }),
  expected: fc.constantFrom('any', 'actual', 'none', 'stale'),
});
const batch = fc.uniqueArray(write, { maxLength: 4, selector: ({ kind, id }) => `${kind}/${id}` });

/** Whether a registry holds what a plain map would, whatever is committed to both. */
export async function agreesWithAMap(open: () => Promise<Registry>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { maxLength: 12 }), async (batches) => {
      const registry = await open();
      const model = new Map<string, { revision: number; createdRevision: number; body: string }>();
      let revision = 0;
      for (const batch of batches) {
        const writes = batch.map(({ kind, id, body, expected }): Write => {
          const actual = model.get(`${kind}/${id}`)?.revision ?? 0;
          if (expected === 'any') return { kind, id, body };
          return { kind, id, body, expectedRevision: { actual, none: 0, stale: actual + 1000 }[expected] };
        });
        const refused = writes.some(
          ({ kind, id, expectedRevision = -1 }) =>
            expectedRevision >= 0 && expectedRevision !== (model.get(`${kind}/${id}`)?.revision ?? 0),
        );
        const outcome = await registry.commit(writes);
        assert.equal(outcome.ok, !refused);
        if (!outcome.ok) continue;
        for (const { kind, id, body } of writes) {
          const key = `${kind}/${id}`;
          const present = model.get(key);
          if (body === undefined && present === undefined) continue;
          revision++;
          if (body === undefined) model.delete(key);
          else model.set(key, { revision, createdRevision: present?.createdRevision ?? revision, body });
        }
        assert.equal(outcome.value, revision);
      }
      const held = await registry.read(0);
      assert.deepEqual(
        held.map(({ kind, id, ...rest }) => [`${kind}/${id}`, rest]),
        [...model].sort(([, one], [, other]) => one.revision - other.revision),
      );
      await registry.close();
    }),
    { numRuns: 60 },
  );
}
