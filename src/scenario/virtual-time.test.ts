import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { VirtualTime } from './virtual-time.ts';

/** Time from 1000 on, with the times it was turned to. */
function virtualTime(): { readonly time: VirtualTime; readonly turns: number[] } {
  const turns: number[] = [];
  const time: VirtualTime = new VirtualTime(1000, async () => void turns.push(time.now()));
  return { time, turns };
}

suite('virtual time', () => {
  test('stands still until it is turned, and then wakes whoever sleeps at their times', async () => {
    const { time, turns } = virtualTime();
    const woken: string[] = [];
    for (const [name, atMs] of [
      ['late', 1300],
      ['early', 1100],
      ['early too', 1100],
      ['too late', 1301],
    ] as const)
      time.sleep(atMs, () => woken.push(`${name} at ${time.now()}`));
    const cancel = time.sleep(1200, () => woken.push('canceled'));
    time.sleep(1200, () => cancel());
    cancel();
    await Promise.resolve();
    assert.deepEqual([woken, time.now()], [[], 1000]);
    await time.turnTo(1300);
    assert.deepEqual(woken, ['early at 1100', 'early too at 1100', 'late at 1300']);
    assert.deepEqual(turns, [1100, 1200, 1300, 1300]);
    await time.turnTo(1300);
    assert.equal(turns.length, 5, 'turned by nothing, somebody wants to know what is due');
  });

  test('waits for everybody who has something left to do', async () => {
    const { time } = virtualTime();
    const order: string[] = [];
    time.begin();
    const turned = time.turnTo(2000).then(() => order.push('turned'));
    time.sleep(1500, () => {
      order.push('woken');
      time.begin();
      setImmediate(() => {
        order.push('rested');
        time.rest();
      });
    });
    setImmediate(() => {
      order.push(`began at ${time.now()}`);
      time.rest();
    });
    await turned;
    assert.deepEqual(order, ['began at 1000', 'woken', 'rested', 'turned']);
  });

  test('flows as long as anybody sleeps, and stands still again when told', async () => {
    const { time } = virtualTime();
    const stop = time.flow();
    await new Promise<void>((resolve) => void time.sleep(1_000_000, resolve));
    assert.equal(time.now(), 1_000_000);
    stop();
    time.sleep(1_000_001, () => assert.fail('nobody turned it'));
    await new Promise(setImmediate);
    assert.equal(time.now(), 1_000_000);
  });

  test('wakes everybody once, in order, however far it is turned at a time', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(gaps, gaps, async (sleeps, turns) => {
        const { time } = virtualTime();
        const woken: number[] = [];
        for (const ms of sleeps) time.sleep(1000 + ms, () => woken.push(time.now()));
        for (const ms of [0, ...turns]) await time.turnTo(time.now() + ms);
        const due = sleeps.map((ms) => 1000 + ms).filter((atMs) => atMs <= time.now());
        assert.deepEqual(
          woken,
          due.toSorted((a, b) => a - b),
        );
        assert.equal(
          time.now(),
          turns.reduce((sum, ms) => sum + ms, 1000),
        );
      }),
    );
  });
});
