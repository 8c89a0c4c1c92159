import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invalidSpotOptions } from './invalid-spot-options.ts';

type Behavior = 'hibernate' | 'stop' | 'terminate';

/** The behaviors that each kind of request may have, with hibernation configured and without. */
const ALLOWED: readonly (readonly [
  type: 'one-time' | 'persistent' | undefined,
  plain: readonly (Behavior | undefined)[],
  hibernating: readonly (Behavior | undefined)[],
])[] = [
  [undefined, [undefined, 'hibernate', 'terminate'], [undefined, 'hibernate']],
  ['one-time', [undefined, 'hibernate', 'terminate'], [undefined, 'hibernate']],
  ['persistent', ['hibernate', 'stop'], ['hibernate']],
];

for (const [type, plain, hibernating] of ALLOWED) {
  test(`of ${type ?? 'unsaid'} Spot requests, every combination is taken or refused as EC2 documents it`, () => {
    for (const [configured, allowed] of [
      [false, plain],
      [true, hibernating],
    ] as const) {
      for (const behavior of [undefined, 'hibernate', 'stop', 'terminate'] as const) {
        const refusal = invalidSpotOptions({
          InstanceMarketOptions: {
            MarketType: 'spot',
            SpotOptions: { SpotInstanceType: type, InstanceInterruptionBehavior: behavior },
          },
          HibernationOptions: { Configured: configured },
        });
        const expected = allowed.includes(behavior) ? undefined : 'InvalidParameterCombination';
        assert.equal(refusal?.code, expected, `${behavior}, hibernation ${configured}`);
      }
    }
  });
}
