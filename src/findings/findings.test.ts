import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Finding, ImdsEvent } from '#model';
import { aCall, anInstance, aProcess, aRequest, INSTANCE_ID } from './an-event.test-support.ts';
import { Detectors } from './detectors/detectors.ts';
import { foldSighting, isArchived, settle } from './fold-sighting.ts';
import { PendingSightings } from './pending-sightings.ts';
import { outlived } from './retention.ts';
import type { Sighting } from './sighting.ts';

const HOUR_MS = 3_600_000;
const QUIET_MS = 24 * HOUR_MS;

function place({ type, instanceId, about }: Sighting) {
  const id = `${type} ${instanceId} ${about}`;
  const resource = { instanceId, instance: undefined };
  return { id, detectorId: 'd', accountId: '123456789012', region: 'us-east-1', resource };
}

function detectors(): Detectors {
  return new Detectors({ instance: () => anInstance(), holder: () => undefined, trusted: () => [] });
}

/** What findings come of batches, each written before the next. */
function folded(batches: readonly (readonly Happening[])[]): ReadonlyMap<string, Finding> {
  const [all, seeing, pending] = [new Map<string, Finding>(), detectors(), new PendingSightings(() => QUIET_MS)];
  for (const batch of batches) {
    for (const happening of batch) for (const sighting of sightingsOf(seeing, happening)) pending.add(sighting);
    for (const group of pending.take()) {
      for (const sighting of group) {
        const where = place(sighting);
        all.set(where.id, foldSighting(all.get(where.id), sighting, where, QUIET_MS));
      }
    }
    const nowMs = batch.at(-1)?.timeMs ?? 0;
    for (const [id, finding] of all) all.set(id, settle(finding, nowMs, QUIET_MS));
  }
  return all;
}

type Happening =
  | { readonly kind: 'request'; readonly timeMs: number; readonly event: ImdsEvent }
  | { readonly kind: 'call'; readonly timeMs: number; readonly address: string }
  | { readonly kind: 'count'; readonly timeMs: number; readonly reads: number };

function sightingsOf(seeing: Detectors, happening: Happening): readonly Sighting[] {
  const { timeMs } = happening;
  switch (happening.kind) {
    case 'request':
      return seeing.observe({ events: [{ ...happening.event, timeMs }], counts: [] });
    case 'call': {
      const sighting = seeing.called(aCall(happening.address, { timeMs }));
      return sighting === undefined ? [] : [sighting];
    }
    case 'count': {
      const zero = { noToken: 0, noTokenRejected: 0, withToken: 0, tokensIssued: 0, refused: 0, bytes: 0 };
      const minuteMs = timeMs - (timeMs % 60_000);
      const count = { ...zero, instanceId: INSTANCE_ID, minuteMs, credentialReads: happening.reads };
      return seeing.observe({ events: [], counts: [count] });
    }
  }
}

const happening = fc.oneof(
  fc.record({
    kind: fc.constant('request' as const),
    event: fc.constantFrom(
      aRequest(),
      aRequest({ process: aProcess() }),
      aRequest({ version: 2 }),
      aRequest({ traits: { forwarded: true, foreignHost: false, browser: true }, credentials: false }),
    ),
  }),
  fc.record({ kind: fc.constant('call' as const), address: fc.constantFrom('10.0.0.5', '198.51.100.1', '192.0.2.7') }),
  fc.record({ kind: fc.constant('count' as const), reads: fc.integer({ min: 0, max: 200 }) }),
);

/** Things that happen one after the other, with days of quiet now and then. */
const history = fc
  .array(fc.tuple(happening, fc.constantFrom(0, 1000, 60_000, HOUR_MS, QUIET_MS - 1, QUIET_MS, 3 * QUIET_MS)), {
    maxLength: 60,
  })
  .map((steps) => {
    let timeMs = 1_700_000_000_000;
    return steps.map(([what, afterMs]): Happening => ({ ...what, timeMs: (timeMs += afterMs) }));
  });

function divided<Item>(items: readonly Item[], cuts: readonly number[]): readonly (readonly Item[])[] {
  const at = [...new Set(cuts.map((cut) => cut % (items.length + 1)))].sort((one, other) => one - other);
  return [...at, items.length].map((end, index) => items.slice(index === 0 ? 0 : at[index - 1], end));
}

test('the same happenings make the same findings, however they were divided into batches', () => {
  fc.assert(
    fc.property(history, fc.array(fc.nat(100)), (happenings, cuts) => {
      const together = folded([happenings]);
      const apart = folded(divided(happenings, cuts).filter((batch) => batch.length > 0));
      const each = folded(happenings.map((one) => [one]));
      assert.deepEqual(apart, together);
      assert.deepEqual(each, together);
    }),
    { numRuns: 500 },
  );
});

function v1(timeMs: number, present?: Finding): Finding {
  const [sighting] = detectors().observe({ events: [aRequest({ timeMs, process: aProcess() })], counts: [] });
  assert.ok(sighting);
  return foldSighting(present, sighting, place(sighting), QUIET_MS);
}

test('use of IMDSv1 opens a finding, counts, resolves after quiet time and comes back as a regression', () => {
  const opened = v1(0);
  assert.deepEqual([opened.count, opened.regressions, isArchived(opened)], [1, 0, false]);
  const again = v1(HOUR_MS, opened);
  assert.deepEqual([again.count, again.firstSeenMs, again.lastSeenMs], [2, 0, HOUR_MS]);
  assert.equal(settle(again, HOUR_MS + QUIET_MS - 1, QUIET_MS), again);
  const resolved = settle(again, HOUR_MS + QUIET_MS, QUIET_MS);
  assert.deepEqual([resolved.resolvedAtMs, isArchived(resolved)], [HOUR_MS + QUIET_MS, true]);
  const back = v1(HOUR_MS + 2 * QUIET_MS, resolved);
  assert.deepEqual([back.count, back.regressions, back.resolvedAtMs, isArchived(back)], [3, 1, undefined, false]);
});

test('who archived a finding is told when it comes back, and not while it goes on', () => {
  const archived = { ...v1(0), archived: true };
  assert.equal(isArchived(v1(HOUR_MS, archived)), true);
  assert.equal(isArchived(v1(QUIET_MS, archived)), false);
});

test('stolen credentials do not resolve by themselves', () => {
  const sighting = detectors().called(aCall('198.51.100.1'));
  assert.ok(sighting);
  const finding = foldSighting(undefined, sighting, place(sighting), QUIET_MS);
  assert.equal(settle(finding, 10 * QUIET_MS, QUIET_MS), finding);
});

test('what is too old goes, and of what is too much the archived and longest unseen', () => {
  const finding = (id: string, lastSeenMs: number, archived?: boolean): Finding => ({
    ...v1(0),
    id,
    lastSeenMs,
    updatedAtMs: lastSeenMs,
    archived,
  });
  const all = [finding('old', 0), finding('a', 89e8), finding('b', 90e8), finding('archived', 91e8, true)];
  assert.deepEqual(
    outlived(all, 91e8, 2).map(({ id }) => id),
    ['old', 'archived'],
  );
  assert.deepEqual(
    outlived(all, 91e8, 1).map(({ id }) => id),
    ['old', 'archived', 'a'],
  );
});

test('sightings of very many findings take bounded memory', () => {
  const pending = new PendingSightings(() => QUIET_MS);
  const [sighting] = detectors().observe({ events: [aRequest()], counts: [] });
  assert.ok(sighting);
  for (let index = 0; index < 10_000; index++) pending.add({ ...sighting, about: String(index) });
  assert.equal(pending.take().length, 4096);
  assert.equal(pending.dropped, 10_000 - 4096);
});
