import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '#fault';
import { keptCounts } from './fault-counts.ts';
import { planFaults } from './plan-faults.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const broken = { id: 'broken', declaration: { status: 500, for: '10s' } };

/** What is kept of declared faults. */
function kept(...declared: Parameters<typeof planFaults>[1]): readonly Fault[] {
  return planFaults([], declared, NOW).write;
}

test('what is declared as it was is left alone, and what is declared otherwise begins now', () => {
  const before = kept(broken);
  assert.deepEqual(planFaults(before, [broken], NOW + 60_000), { write: [], remove: [] });
  const changed = { ...broken, declaration: { status: 502, for: '10s' } };
  const [fault] = planFaults(before, [changed], NOW + 60_000).write;
  assert.deepEqual([fault?.createdAtMs, fault?.selection.untilMs], [NOW + 60_000, NOW + 70_000]);
});

test('what is no longer declared goes, and what never was stays', () => {
  const [declared] = kept(broken);
  assert.ok(declared !== undefined);
  const { declaredDigest: _, ...asked } = { ...declared, id: 'asked' };
  assert.deepEqual(planFaults([declared, asked], [], NOW), { write: [], remove: ['broken'] });
});

test('one that was asked for gives way to one declared with its id', () => {
  const [declared] = kept(broken);
  assert.ok(declared !== undefined);
  const { declaredDigest: _, ...asked } = declared;
  assert.equal(planFaults([asked], [broken], NOW).write.length, 1);
});

test('a window that is over when the file is read is no error: the fault is spent', () => {
  const past = { id: 'past', declaration: { status: 500, until: '2020-01-01T00:00:00Z' } };
  const [fault] = kept(past);
  assert.equal(fault?.selection.untilMs, Date.UTC(2020, 0, 1));
});

test('counts are those of the fault that was counted, not of another with its id', () => {
  const [fault] = kept(broken);
  assert.ok(fault !== undefined);
  const body = JSON.stringify({ matched: 5, hits: 2, createdAtMs: NOW });
  const counts = (createdAtMs: number): unknown =>
    keptCounts(new Map([['broken', body]]), new Map([['broken', { ...fault, createdAtMs }]])).get('broken');
  assert.deepEqual(counts(NOW), { matched: 5, hits: 2 });
  assert.equal(counts(NOW + 1), undefined);
});
