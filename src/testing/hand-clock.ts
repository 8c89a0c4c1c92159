import type { Clock } from '#base';
import type { VirtualTime } from '#scenario';

/** A clock that stands still until it is turned. */
export interface HandClock extends Clock {
  /** Goes on by this many milliseconds, 0 or more, and settles once everything that fell due has happened. */
  advance(byMs: number): Promise<void>;
  /** Goes on to a time that is not in the past. */
  advanceTo(time: Date): Promise<void>;
}

/** Turns `time` by hand. Rejects while it passes by itself. */
export function handClock(time: VirtualTime): HandClock {
  const advanceTo = async (timeMs: number): Promise<void> => {
    if (time.flows) throw new Error('time passes by itself while a scenario is played with { virtual: true }');
    if (!(timeMs >= time.target && timeMs < Infinity))
      throw new RangeError('time only goes on: give a number of milliseconds from 0, or a later time');
    await time.turnTo(timeMs);
  };
  return {
    now: () => time.now(),
    advance: (byMs) => advanceTo(time.target + byMs),
    advanceTo: (date) => advanceTo(date.getTime()),
  };
}
