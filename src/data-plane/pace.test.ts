import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PacedOutput } from './pace.ts';

const NO_PAUSE = { pauseAt: Infinity, pauseMs: 0, bytesPerSecond: Infinity };

/** Sends all of it as the clock says, and gives back when each byte went. */
function sentAt(length: number, pace: ConstructorParameters<typeof PacedOutput>[1]): readonly number[] {
  const output = new PacedOutput(new Uint8Array(length), pace, 1000);
  const times: number[] = [];
  let nowMs = 1000;
  while (!output.done && !output.isOver(nowMs)) {
    const due = output.due(nowMs);
    for (let byte = 0; byte < due.length; byte++) times.push(nowMs - 1000);
    output.sent(due.length);
    if (!output.done) nowMs = output.nextMs(nowMs);
  }
  return times;
}

test('without a pause and a speed all goes at once', () => {
  assert.deepEqual(sentAt(3, NO_PAUSE), [0, 0, 0]);
});

test('a pause comes once, where it says', () => {
  assert.deepEqual(sentAt(4, { ...NO_PAUSE, pauseAt: 1, pauseMs: 500 }), [0, 500, 500, 500]);
  assert.deepEqual(sentAt(2, { ...NO_PAUSE, pauseAt: 0, pauseMs: 20 }), [20, 20]);
});

test('a pause without an end lets nothing more through', () => {
  assert.deepEqual(sentAt(4, { ...NO_PAUSE, pauseAt: 2, pauseMs: Infinity }), [0, 0]);
});

test('no byte goes before its time, and none is left', () => {
  const pace = fc.record({
    pauseAt: fc.oneof(fc.nat(50), fc.constant(Infinity)),
    pauseMs: fc.nat(1000),
    bytesPerSecond: fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.constant(Infinity)),
  });
  fc.assert(
    fc.property(fc.nat(60), pace, (length, given) => {
      const times = sentAt(length, given);
      assert.equal(times.length, length);
      for (const [index, atMs] of times.entries()) {
        const pauseMs = index >= given.pauseAt ? given.pauseMs : 0;
        assert.ok(
          atMs >= Math.floor(((index + 1) * 1000) / given.bytesPerSecond) + pauseMs - 1,
          `byte ${index} at ${atMs}`,
        );
      }
    }),
  );
});
