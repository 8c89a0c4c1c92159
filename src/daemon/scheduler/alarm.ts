import type { Clock } from '#base';

/** Wakes somebody at a time. */
export interface Alarm {
  /** From now on the only time to wake at; undefined: none. */
  set(atMs: number | undefined): void;
}

/** The machine's clock may be set, so it is looked at again now and then. */
const LONGEST_SLEEP_MS = 60_000;

/** An alarm by a timer of this process, which it does not keep alive. */
export function timerAlarm(clock: Clock, wake: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined;
  return {
    set(atMs) {
      clearTimeout(timer);
      if (atMs === undefined) return;
      const sleepMs = Math.min(Math.max(0, atMs - clock.now()), LONGEST_SLEEP_MS);
      timer = setTimeout(wake, sleepMs).unref();
    },
  };
}
