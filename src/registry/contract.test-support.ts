import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { agreesWithAMap } from './map-model.test-support.ts';
import { REGISTRY_LIMITS, RevisionCompactedError } from './registry.ts';
import type { Change, Registry, Write } from './registry.ts';
import type { RegistryOptions } from './tombstone-limit.ts';

const DOCUMENT = { kind: 'instance', id: 'i-0123456789abcdef0' };
const OTHER = { kind: 'image', id: 'ami-0123456789abcdef0' };

/** What every engine must do. `open` gives a new and empty registry each time. */
export function itIsARegistry(name: string, open: (options?: RegistryOptions) => Promise<Registry>): void {
  describe(`${name} as a registry`, () => {
    let registry: Registry;
    beforeEach(async () => {
      registry = await open();
    });
    afterEach(() => registry.close());
    const revisionOf = async (...writes: readonly Write[]): Promise<number> => {
      const outcome = await registry.commit(writes);
      assert.ok(outcome.ok, JSON.stringify(outcome));
      return outcome.value;
    };

    it('is empty at first', async () => {
      assert.deepEqual(await registry.read(0), []);
      assert.equal(await revisionOf(), 0);
    });

    it('gives back what was committed, with its revision and that of its creation', async () => {
      const first = await revisionOf({ ...DOCUMENT, body: '{"a":1}' });
      const second = await revisionOf({ ...DOCUMENT, body: '{"ä":"\\u0000😀"}' });
      assert.ok(second > first && first > 0);
      const [change, ...more] = await registry.read(0);
      assert.deepEqual(change, {
        ...DOCUMENT,
        revision: second,
        createdRevision: first,
        body: '{"ä":"\\u0000😀"}',
      });
      assert.deepEqual(more, []);
    });

    it('keeps documents of one id and different kinds apart', async () => {
      await revisionOf({ kind: 'role', id: 'x', body: '1' }, { kind: 'profile', id: 'x', body: '2' });
      assert.deepEqual(bodies(await registry.read(0)), ['role/x=1', 'profile/x=2']);
    });

    it('reads only what changed after a revision, oldest change first', async () => {
      const first = await revisionOf({ ...DOCUMENT, body: '1' });
      await revisionOf({ ...OTHER, body: '2' });
      const last = await revisionOf({ ...DOCUMENT, body: '3' });
      assert.deepEqual(bodies(await registry.read(first)), [`image/${OTHER.id}=2`, `instance/${DOCUMENT.id}=3`]);
      assert.deepEqual(await registry.read(last), []);
      assert.deepEqual(await registry.read(last + 100), []);
    });

    it('tells a deletion to those who read from a later revision, and nobody else', async () => {
      const first = await revisionOf({ ...DOCUMENT, body: '1' });
      const deleted = await revisionOf({ ...DOCUMENT, body: undefined });
      assert.deepEqual(await registry.read(first), [{ ...DOCUMENT, revision: deleted, body: undefined }]);
      assert.deepEqual(await registry.read(0), []);
    });

    it('takes no revision to delete what is not there', async () => {
      const before = await revisionOf({ ...DOCUMENT, body: '1' }, { ...DOCUMENT, id: 'other', body: '1' });
      assert.equal(await revisionOf({ ...OTHER, body: undefined }), before);
      const deleted = await revisionOf({ ...DOCUMENT, body: undefined });
      assert.equal(await revisionOf({ ...DOCUMENT, body: undefined }), deleted);
    });

    it('gives a document made again a new creation', async () => {
      const first = await revisionOf({ ...DOCUMENT, body: '1' });
      await revisionOf({ ...DOCUMENT, body: undefined });
      const again = await revisionOf({ ...DOCUMENT, body: '2', expectedRevision: 0 });
      assert.ok(again > first);
      assert.deepEqual(await registry.read(0), [{ ...DOCUMENT, revision: again, createdRevision: again, body: '2' }]);
    });

    it('writes only over the expected revision', async () => {
      const first = await revisionOf({ ...DOCUMENT, expectedRevision: 0, body: '1' });
      const second = await revisionOf({ ...DOCUMENT, expectedRevision: first, body: '2' });
      for (const expectedRevision of [0, first, second + 1]) {
        for (const body of ['3', undefined]) {
          assert.deepEqual(await registry.commit([{ ...DOCUMENT, expectedRevision, body }]), {
            ok: false,
            error: {
              kind: 'conflict',
              documentKind: DOCUMENT.kind,
              id: DOCUMENT.id,
              expectedRevision,
              actualRevision: second,
            },
          });
        }
      }
      assert.deepEqual(bodies(await registry.read(0)), [`instance/${DOCUMENT.id}=2`]);
      assert.equal(await revisionOf(), second);
    });

    it('sees no document, revision 0, where one was deleted or never was', async () => {
      const first = await revisionOf({ ...DOCUMENT, body: '1' });
      await revisionOf({ ...DOCUMENT, body: undefined });
      for (const document of [DOCUMENT, OTHER]) {
        const outcome = await registry.commit([{ ...document, expectedRevision: first, body: '2' }]);
        assert.ok(!outcome.ok && outcome.error.kind === 'conflict');
        assert.equal(outcome.error.actualRevision, 0);
      }
      await revisionOf({ ...DOCUMENT, expectedRevision: 0, body: '3' });
    });

    it('lets exactly one of those win who write at the same time over the same revision', async () => {
      const expectedRevision = await revisionOf({ ...DOCUMENT, body: '0' });
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, body) => registry.commit([{ ...DOCUMENT, expectedRevision, body: `${body}` }])),
      );
      assert.equal(outcomes.filter(({ ok }) => ok).length, 1);
    });

    it('changes nothing when one write of a batch is refused', async () => {
      const seen: Change[] = [];
      registry.watch((changes) => seen.push(...changes));
      const outcome = await registry.commit([
        { ...DOCUMENT, body: '1' },
        { ...OTHER, expectedRevision: 7, body: '2' },
      ]);
      assert.ok(!outcome.ok);
      assert.deepEqual([seen, await registry.read(0)], [[], []]);
    });

    it('tells watchers every change once, in order, before the committer knows', async () => {
      const seen: Change[] = [];
      registry.watch((changes) => seen.push(...changes));
      const commits = Array.from({ length: 30 }, async (_, index) => {
        const revision = await revisionOf({ kind: 'tag', id: `${index % 7}`, body: `${index}` });
        assert.equal(seen.find((change) => change.revision === revision)?.body, `${index}`);
      });
      await Promise.all(commits);
      await revisionOf({ kind: 'tag', id: '0', body: undefined });
      assert.deepEqual(
        seen.map(({ body }) => body),
        [...Array.from({ length: 30 }, (_, index) => `${index}`), undefined],
      );
      assert.deepEqual(
        seen.map(({ revision }) => revision).sort((one, other) => one - other),
        [...new Set(seen.map(({ revision }) => revision))],
      );
    });

    it('tells a watcher what it could also read', async () => {
      const seen: Change[] = [];
      registry.watch((changes) => seen.push(...changes));
      await revisionOf({ ...DOCUMENT, body: '1' }, { ...OTHER, body: '2' });
      assert.deepEqual(seen, await registry.read(0));
    });

    it('tells no more to one who stopped, and goes on telling others', async () => {
      const seen: string[] = [];
      const stop = registry.watch(() => seen.push('stopped'));
      registry.watch(() => seen.push('watching'));
      stop();
      stop();
      await revisionOf({ ...DOCUMENT, body: '1' });
      assert.deepEqual(seen, ['watching']);
    });

    it('tells every watcher a commit made by a watcher after the one that caused it', async () => {
      const seen: string[] = [];
      let answered: Promise<number> | undefined;
      registry.watch(([change]) => {
        if (change?.kind === 'cause') answered = revisionOf({ kind: 'effect', id: '1', body: '{}' });
      });
      registry.watch((changes) => seen.push(...changes.map(({ kind }) => kind)));
      await revisionOf({ kind: 'cause', id: '1', body: '{}' });
      await answered;
      assert.deepEqual(seen, ['cause', 'effect']);
    });

    it('refuses names and sizes outside the limits, and says what is wrong', async () => {
      const { kindLength, idLength, bodyBytes, writes } = REGISTRY_LIMITS;
      const wrong: readonly (readonly [RegExp, readonly Write[]])[] = [
        [/kind is a lower-case word/, [{ kind: '', id: 'x', body: '1' }]],
        [/kind is a lower-case word/, [{ kind: 'Instance', id: 'x', body: '1' }]],
        [/kind is a lower-case word/, [{ kind: 'k'.repeat(kindLength + 1), id: 'x', body: '1' }]],
        [/id is 1 to 512/, [{ kind: 'k', id: '', body: '1' }]],
        [/id is 1 to 512/, [{ kind: 'k', id: 'a\nb', body: '1' }]],
        [/id is 1 to 512/, [{ kind: 'k', id: '\ud800', body: '1' }]],
        [/id is 1 to 512.* has 513/, [{ kind: 'k', id: 'i'.repeat(idLength + 1), body: undefined }]],
        [/has 1048577 bytes; at most 1048576/, [{ kind: 'k', id: 'x', body: 'b'.repeat(bodyBytes + 1) }]],
        [/has 1048578 bytes/, [{ kind: 'k', id: 'x', body: 'ä'.repeat(bodyBytes / 2 + 1) }]],
        [/surrogate/, [{ kind: 'k', id: 'x', body: '"\udc00"' }]],
        [/10001 writes/, Array.from({ length: writes + 1 }, (_, id) => ({ kind: 'k', id: `${id}`, body: '1' }))],
      ];
      for (const [reason, invalid] of wrong) {
        const outcome = await registry.commit(invalid);
        assert.ok(!outcome.ok && outcome.error.kind === 'invalid');
        assert.match(outcome.error.reason, reason);
      }
      assert.deepEqual(await registry.read(0), []);
    });

    it('names the write that is refused', async () => {
      const outcome = await registry.commit([
        { ...DOCUMENT, body: '1' },
        { ...OTHER, body: '2' },
        { ...DOCUMENT, body: '3' },
      ]);
      assert.deepEqual(outcome, {
        ok: false,
        error: { kind: 'invalid', index: 2, reason: `a second write to instance/${DOCUMENT.id} in one commit` },
      });
    });

    it('takes what is just inside the limits', async () => {
      const { kindLength, idLength, bodyBytes, writes } = REGISTRY_LIMITS;
      await revisionOf({ kind: 'k'.repeat(kindLength), id: 'ä'.repeat(idLength), body: 'b'.repeat(bodyBytes) });
      await revisionOf(...Array.from({ length: writes }, (_, id) => ({ kind: 'k', id: `${id}`, body: '1' })));
      assert.equal((await registry.read(0)).length, writes + 1);
    });

    it('forgets the oldest deletions beyond the limit and says so to those who would need them', async () => {
      const small = await open({ tombstoneLimit: 4 });
      const commit = async (id: number, body: string | undefined): Promise<number> => {
        const outcome = await small.commit([{ kind: 'k', id: `${id}`, body }]);
        return outcome.ok ? outcome.value : 0;
      };
      for (let id = 0; id < 10; id++) await commit(id, '1');
      for (let id = 0; id < 4; id++) await commit(id, undefined);
      assert.deepEqual(
        (await small.read(10)).map(({ id }) => id),
        ['0', '1', '2', '3'],
      );
      await commit(4, undefined);
      await assert.rejects(small.read(10), (error) => {
        assert.ok(error instanceof RevisionCompactedError);
        assert.deepEqual([error.code, error.compactedRevision], ['revision-compacted', 13]);
        return true;
      });
      assert.deepEqual(
        (await small.read(13)).map(({ id }) => id),
        ['3', '4'],
      );
      assert.deepEqual(
        (await small.read(0)).map(({ id }) => id),
        ['5', '6', '7', '8', '9'],
      );
      assert.equal(await commit(4, '2'), 16, 'a forgotten revision is not given out again');
      await small.close();
    });

    it('refuses everything once closed, and may be closed again', async () => {
      await revisionOf({ ...DOCUMENT, body: '1' });
      await registry.close();
      await registry.close();
      await assert.rejects(registry.read(0), /closed/);
      await assert.rejects(registry.commit([]), /closed/);
      assert.throws(() => registry.watch(() => {}), /closed/);
    });

    it('finishes the commits under way before it closes', async () => {
      const seen: number[] = [];
      registry.watch((changes) => seen.push(...changes.map(({ revision }) => revision)));
      const commits = [1, 2, 3].map((id) => registry.commit([{ kind: 'k', id: `${id}`, body: '1' }]));
      await registry.close();
      assert.deepEqual(
        await Promise.all(commits),
        [1, 2, 3].map((value) => ({ ok: true, value })),
      );
      assert.deepEqual(seen, [1, 2, 3]);
    });

    it('agrees with a plain map, whatever is committed', () => agreesWithAMap(open));
  });
}

function bodies(changes: readonly Change[]): string[] {
  return changes.map(({ kind, id, body }) => `${kind}/${id}=${body}`);
}
