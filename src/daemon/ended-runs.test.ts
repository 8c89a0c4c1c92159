import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUILT_IN_METADATA_OPTIONS, deriveInstanceId, parseAccountId } from '#model';
import type { InstanceDeclaration } from '#model';
import { Replica } from '#registry';
import type { Change } from '#registry';
import { endedRuns } from './ended-runs.ts';

const account = parseAccountId('123456789012');
const ID = deriveInstanceId('a');
const RUN = { instanceId: ID, owner: { accountId: '123456789012', region: 'eu-west-1' }, fromMs: 1000 };

let revision = 0;

/** The change that makes of the instance what is said, or takes it away. */
function change(said: Partial<InstanceDeclaration> | undefined): Change {
  assert.ok(account.ok);
  const instance: InstanceDeclaration = {
    id: ID,
    accountId: account.value,
    region: 'eu-west-1',
    launchTimeMs: 1000,
    revisedAtMs: 1000,
    metadataOptions: BUILT_IN_METADATA_OPTIONS,
    ...said,
  };
  revision++;
  return { kind: 'instance', id: ID, revision, body: said === undefined ? undefined : JSON.stringify(instance) };
}

/** What has ended by each of these changes at the time 9000. */
function ended(...changes: readonly (Partial<InstanceDeclaration> | undefined)[]): readonly unknown[] {
  const replica = new Replica();
  return changes.map((said) => {
    const made = change(said);
    const runs = endedRuns([made], replica, 9000);
    replica.apply([made]);
    return runs;
  });
}

test('a run ends when its instance is stopped or terminated', () => {
  for (const state of ['stopped', 'terminated'] as const)
    assert.deepEqual(ended({}, { state: 'stopping' }, { state, revisedAtMs: 5000 }), [
      [],
      [],
      [{ ...RUN, toMs: 5000 }],
    ]);
});

test('a run ends when its instance is taken away, unless it had ended before', () => {
  assert.deepEqual(ended({}, undefined, undefined), [[], [{ ...RUN, toMs: 9000 }], []]);
  assert.deepEqual(ended({ state: 'terminated' }, undefined).at(-1), []);
});

test('nothing ends by what an instance only says of itself, or by what is no instance', () => {
  assert.deepEqual(ended({ tags: { note: '"state":"stopped"' } }), [[]]);
  const other: Change = { ...change({ state: 'stopped' }), kind: 'role' };
  assert.deepEqual(endedRuns([other], new Replica(), 9000), []);
});
