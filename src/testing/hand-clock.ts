import type { Clock } from '#base';

/** A clock that stands still until it is turned. */
export interface HandClock extends Clock {
  /** Goes on by this many milliseconds, 0 or more, and settles once everything that fell due has happened. */
  advance(byMs: number): Promise<void>;
  /** Goes on to a time that is not in the past. */
  advanceTo(time: Date): Promise<void>;
}

/** A clock that begins at `startMs` and tells `turned` after each turn. */
export function handClock(startMs: number, turned: () => Promise<void>): HandClock {
  let nowMs = startMs;
  const advanceTo = async (timeMs: number): Promise<void> => {
    if (!(timeMs >= nowMs))
      throw new RangeError('time only goes on: give a number of milliseconds from 0, or a later time');
    nowMs = timeMs;
    await turned();
  };
  return {
    now: () => nowMs,
    advance: (byMs) => advanceTo(nowMs + byMs),
    advanceTo: (time) => advanceTo(time.getTime()),
  };
}
