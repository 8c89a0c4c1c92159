import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { MINUTE_MS, NOW } from './an-event.test-support.ts';
import { eventRequestSchema, planEvent } from './index.ts';
import type { EventRequest } from './index.ts';

function problemOf(request: EventRequest): string {
  const planned = planEvent(request, NOW);
  return planned.ok ? '' : [...planned.error.path, planned.error.message].join(': ');
}

test('an interruption has the notice that is said, and else is left to what it comes to', () => {
  const notice = (request: EventRequest): unknown => {
    const planned = planEvent(request, NOW);
    assert.ok(planned.ok && planned.value.happening.kind === 'spot-interruption');
    return planned.value.happening.noticeMs;
  };
  assert.equal(notice({ spotInterruption: {} }), undefined);
  assert.equal(notice({ spotInterruption: { action: 'hibernate', notice: '1m' } }), MINUTE_MS);
});

test('times of maintenance are counted from when it is announced', () => {
  const planned = planEvent(
    { in: '5m', maintenance: { code: 'system-reboot', notBefore: '10m', notAfter: '1h' } },
    NOW,
  );
  assert.ok(planned.ok && planned.value.happening.kind === 'maintenance');
  assert.equal(planned.value.atMs, NOW + 5 * MINUTE_MS);
  assert.equal(planned.value.happening.notBeforeMs, NOW + 15 * MINUTE_MS);
  assert.equal(planned.value.happening.notAfterMs, NOW + 65 * MINUTE_MS);
  assert.equal(planned.value.happening.description, 'scheduled reboot');
});

test('what cannot be meant is refused with what would be right', () => {
  const maintenance = { code: 'system-reboot', notBefore: '2h' } as const;
  assert.match(problemOf({}), /exactly one of spotInterruption, rebalance/);
  assert.match(problemOf({ instanceAction: 'none', credentialRotation: true }), /exactly one of/);
  assert.match(problemOf({ in: '1m', at: '2026-12-01T00:00:00Z', credentialRotation: true }), /"at" or "in"/);
  assert.match(problemOf({ all: true, tags: { a: 'b' }, credentialRotation: true }), /one of instances, tags and all/);
  assert.match(problemOf({ tags: {}, credentialRotation: true }), /1 to 50 tags/);
  assert.match(problemOf({ maintenance: { ...maintenance, notAfter: '1h' } }), /notAfter: is earlier than notBefore/);
  assert.match(
    problemOf({ maintenance: { ...maintenance, notBeforeDeadline: '1h' } }),
    /notBeforeDeadline: is earlier/,
  );
  assert.match(problemOf({ maintenance: { ...maintenance, notAfter: '2026-12-01T00:00:00Z' } }), /all as times/);
});

test('whether a request can be meant does not depend on when it is read', () => {
  const moment = fc.constantFrom('0s', '10m', '14d', '2026-12-01T00:00:00Z', '2020-01-01T00:00:00Z');
  const optional = fc.option(moment, { nil: undefined });
  const maintenance = fc.tuple(optional, optional, optional).map(([notBefore, notAfter, notBeforeDeadline]) => ({
    code: 'instance-stop' as const,
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(notAfter === undefined ? {} : { notAfter }),
    ...(notBeforeDeadline === undefined ? {} : { notBeforeDeadline }),
  }));
  fc.assert(
    fc.property(maintenance, fc.nat(4e12), fc.nat(4e12), (asked, one, other) => {
      assert.ok(eventRequestSchema.safeParse({ maintenance: asked }).success);
      assert.equal(planEvent({ maintenance: asked }, one).ok, planEvent({ maintenance: asked }, other).ok);
    }),
  );
});
