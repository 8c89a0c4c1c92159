import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { FAULT_LIMITS } from '#fault';
import { NOW, putFault, removeFault } from '../a-plane.test-support.ts';
import { FaultLedger } from './fault-ledger.ts';
import { SharedCounts } from './shared-counts.ts';

function ledgerWith(...changes: Parameters<FaultLedger['take']>[0]): { ledger: FaultLedger; counts: SharedCounts } {
  const counts = new SharedCounts();
  const ledger = new FaultLedger(counts);
  ledger.take(changes);
  return { ledger, counts };
}

const idsAt = (ledger: FaultLedger, nowMs: number): readonly string[] =>
  ledger.assign(nowMs).map(({ fault }) => fault.id);

test('faults are assigned in the order in which they were made, until they are spent', () => {
  const { ledger, counts } = ledgerWith(
    putFault('z', { status: 500, count: 1 }),
    putFault('a', { status: 500, for: '10s' }),
    putFault('m', { status: 500 }),
  );
  assert.deepEqual(idsAt(ledger, NOW), ['z', 'a', 'm']);
  const [first] = ledger.assign(NOW);
  assert.ok(counts.counter(first?.slot ?? -1).take(1));
  assert.ok(ledger.hasSpent(NOW));
  assert.deepEqual(idsAt(ledger, NOW), ['a', 'm']);
  assert.ok(!ledger.hasSpent(NOW + 9999));
  assert.deepEqual(idsAt(ledger, NOW + 10_000), ['m']);
  assert.deepEqual(ledger.counts().get('z'), { matched: 0, hits: 1 });
});

test('a fault written again as it was keeps its counts, and one that is another begins anew', () => {
  const change = putFault('a', { status: 500 });
  const { ledger, counts } = ledgerWith(change);
  const [assigned] = ledger.assign(NOW);
  counts.counter(assigned?.slot ?? -1).next();
  ledger.take([change]);
  ledger.assign(NOW);
  assert.equal(ledger.counts().get('a')?.matched, 1);
  ledger.take([putFault('a', { status: 501 })]);
  ledger.assign(NOW);
  assert.equal(ledger.counts().get('a')?.matched, 0);
});

test('counting goes on where another process has stopped, and not where this one has begun', () => {
  const { ledger, counts } = ledgerWith(putFault('a', { status: 500, count: 5 }), putFault('b', { status: 500 }));
  const assigned = ledger.assign(NOW);
  counts.counter(assigned[1]?.slot ?? -1).next();
  ledger.resume('a', { matched: 7, hits: 5 });
  ledger.resume('b', { matched: 7, hits: 5 });
  assert.deepEqual(idsAt(ledger, NOW), ['b']);
  assert.deepEqual(ledger.counts().get('a'), { matched: 7, hits: 5 });
  assert.equal(ledger.counts().get('b')?.matched, 1);
});

test('a slot is used again only when every thread has let go of it', () => {
  const { ledger } = ledgerWith(putFault('a', { status: 500 }));
  const [before] = ledger.assign(NOW);
  ledger.take([removeFault('a'), putFault('b', { status: 500 })]);
  const [after] = ledger.assign(NOW);
  assert.notEqual(after?.slot, before?.slot);
  assert.deepEqual(ledger.leaving(), [before?.slot]);
  assert.deepEqual(ledger.leaving(), []);
});

test('no more are at work than there is room for, and the next has its turn when one has gone', () => {
  const many = Array.from({ length: FAULT_LIMITS.unspent + 1 }, (_, index) => putFault(`f${index}`, { status: 500 }));
  const { ledger } = ledgerWith(...many);
  assert.equal(ledger.assign(NOW).length, FAULT_LIMITS.unspent);
  ledger.take([removeFault('f0')]);
  assert.ok(idsAt(ledger, NOW).includes(`f${FAULT_LIMITS.unspent}`));
});

test('a document that is no fault is passed over', () => {
  const { ledger } = ledgerWith({ kind: 'fault', id: 'x', revision: 1, body: '{"id":"x"}' });
  assert.deepEqual(ledger.assign(NOW), []);
});

test('threads that count together give each request a number of its own, and take no more than the limit', async () => {
  const counts = new SharedCounts();
  const program = `
    const { workerData } = require('node:worker_threads');
    import(workerData.module).then(({ SharedCounts }) => {
      const counter = new SharedCounts(workerData.memory).counter(3);
      for (let index = 0; index < 20000; index++) { counter.next(); counter.take(12345); }
    });`;
  const module = new URL('./shared-counts.ts', import.meta.url).href;
  const ended = Array.from(
    { length: 3 },
    () =>
      new Promise((resolve, reject) => {
        const worker = new Worker(program, { eval: true, workerData: { module, memory: counts.memory } });
        worker.once('error', reject).once('exit', resolve);
      }),
  );
  await Promise.all(ended);
  assert.deepEqual(counts.read(3), { matched: 60_000, hits: 12_345 });
  assert.deepEqual(counts.read(2), { matched: 0, hits: 0 });
});
