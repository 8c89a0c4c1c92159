import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NOTHING_COUNTED } from '../minute-counts.ts';
import type { Aggregate, StatisticSet } from '../store/store.ts';
import { sharedMinutes } from './span.ts';
import { withIdleMinutes, withRejectedZeros } from './with-idle-minutes.ts';

const MINUTE = 60_000;
const HOURS = 4;
const MINUTES = HOURS * 60;
const ALL = { fromMs: 0, toMs: MINUTES * MINUTE };

/** What was asked in a minute of a run; undefined: nothing. */
type Minute = number | undefined;

const minute = fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.nat(5));
/** Minutes of a run, and undefined where there was none. */
const minutes = fc.array(fc.option(fc.record({ asked: minute }), { nil: undefined, freq: 3 }), {
  minLength: MINUTES,
  maxLength: MINUTES,
});
/** Until where counts are kept by the hour and by five minutes, or would be by their age. */
const boundaries = fc.tuple(fc.nat(HOURS), fc.nat(MINUTES / 5)).map(([hours, fives]) => ({
  hourly: hours * 60,
  byFive: Math.max(hours * 60, fives * 5),
}));

test('every minute of a run is one sample, however it is kept and of whatever age it is', () => {
  fc.assert(
    fc.property(minutes, boundaries, boundaries, (all, kept, aged) => {
      const asked = all.map((one): Minute => one?.asked);
      const aggregates = keep(asked, kept);
      const ran = all.flatMap((one, at) =>
        one === undefined ? [] : [{ fromMs: at * MINUTE, toMs: (at + 1) * MINUTE }],
      );
      const found = withIdleMinutes(aggregates, ran, { ...ALL, lengthAt: (timeMs) => lengthAt(timeMs, aged) });
      for (let hour = 0; hour < HOURS; hour++) {
        const inHour = ({ startMs }: { readonly startMs: number }): boolean =>
          Math.floor(startMs / MINUTE / 60) === hour;
        const here = found.filter(inHour);
        const counts = all.slice(hour * 60, hour * 60 + 60);
        assert.equal(sum(here.map(({ noToken }) => noToken.samples)), counts.filter((one) => one !== undefined).length);
        assert.equal(sum(here.map(({ noToken }) => noToken.sum)), sum(counts.map((one) => one?.asked ?? 0)));
      }
      for (const { startMs, lengthMs, noToken } of found) {
        const within = all.slice(startMs / MINUTE, (startMs + lengthMs) / MINUTE).filter((one) => one !== undefined);
        assert.equal(noToken.samples, within.length);
        assert.equal(noToken.minimum, Math.min(...within.map((one) => one.asked ?? 0)));
        assert.equal(noToken.maximum, Math.max(...within.map((one) => one.asked ?? 0)));
      }
    }),
  );
});

test('a stretch that begins before the query or after it is not told of', () => {
  const query = { fromMs: 60 * MINUTE + MINUTE, toMs: 120 * MINUTE, lengthAt: () => 60 * MINUTE };
  assert.deepEqual(withIdleMinutes([], [{ fromMs: 0, toMs: 240 * MINUTE }], query), []);
});

test('where something was rejected once, minutes without are zero too', () => {
  const [two] = keep([1, 2], { hourly: 0, byFive: 5 });
  assert.ok(two);
  const rejected = { samples: 1, sum: 7, minimum: 7, maximum: 7 };
  assert.deepEqual(withRejectedZeros({ ...two, noTokenRejected: rejected }).noTokenRejected, {
    samples: 2,
    sum: 7,
    minimum: 0,
    maximum: 7,
  });
  assert.deepEqual(withRejectedZeros(two).noTokenRejected, { samples: 2, sum: 0, minimum: 0, maximum: 0 });
});

test('minutes of which both were in a part are shared, whole, merged and in order', () => {
  const span = (from: number, to: number) => ({ fromMs: from * MINUTE, toMs: to * MINUTE });
  const cases: readonly (readonly [[number, number][], [number, number][], [number, number][]])[] = [
    [[[0, 10]], [[2.5, 4.2]], [[2, 5]]],
    [
      [[0, 10]],
      [
        [2, 3],
        [3.5, 4],
      ],
      [[2, 4]],
    ],
    [
      [
        [0, 2],
        [5, 9],
      ],
      [[1, 6]],
      [
        [1, 2],
        [5, 6],
      ],
    ],
    [
      [
        [5, 9],
        [0, 2],
      ],
      [[1, 6]],
      [
        [1, 2],
        [5, 6],
      ],
    ],
    [[[0, 2]], [[2, 3]], []],
    [[[3, 1]], [[0, 9]], []],
    [[], [[0, 9]], []],
  ];
  for (const [ones, others, shared] of cases)
    assert.deepEqual(
      sharedMinutes(
        ones.map(([from, to]) => span(from, to)),
        others.map(([from, to]) => span(from, to)),
      ),
      shared.map(([from, to]) => span(from, to)),
    );
});

/** What a store has of these minutes. */
function keep(asked: readonly Minute[], { hourly, byFive }: { hourly: number; byFive: number }): readonly Aggregate[] {
  const found = new Map<string, { startMs: number; lengthMs: number; counts: number[] }>();
  for (const [at, count] of asked.entries()) {
    if (count === undefined) continue;
    const length = at < hourly ? 60 : at < byFive ? 5 : 1;
    const start = Math.floor(at / length) * length;
    const entry = found.get(`${start}`) ?? { startMs: start * MINUTE, lengthMs: length * MINUTE, counts: [] };
    entry.counts.push(count);
    found.set(`${start}`, entry);
  }
  return [...found.values()].map(({ startMs, lengthMs, counts }) => ({
    startMs,
    lengthMs,
    noToken: {
      samples: counts.length,
      sum: sum(counts),
      minimum: Math.min(...counts),
      maximum: Math.max(...counts),
    },
    noTokenRejected: NONE,
    tally: NOTHING_COUNTED,
  }));
}

const NONE: StatisticSet = { samples: 0, sum: 0, minimum: 0, maximum: 0 };

function lengthAt(timeMs: number, { hourly, byFive }: { hourly: number; byFive: number }): number {
  const at = timeMs / MINUTE;
  return (at < hourly ? 60 : at < byFive ? 5 : 1) * MINUTE;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
