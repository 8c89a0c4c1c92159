import type { ImdsEvent } from '#model';
import type { Telemetry } from '#telemetry';

/** Requests that wait for a slow reader; what is more is counted and told. */
const WAITING_MAX = 2000;
/** Only when there is something to send does one notice that nobody reads any more. */
const BEAT_MS = 2000;

/** Requests as they come in, until the reader goes away; `{ dropped }` where it was too slow for so many, and `{}` when nothing happens. */
export async function* liveRequests(
  telemetry: Pick<Telemetry, 'watch'>,
  matches: (event: ImdsEvent) => boolean,
): AsyncGenerator {
  const waiting: ImdsEvent[] = [];
  let dropped = 0;
  let wake = (): void => {};
  const stop = telemetry.watch((event) => {
    if (!matches(event)) return;
    if (waiting.length < WAITING_MAX) waiting.push(event);
    else dropped++;
    wake();
  });
  try {
    for (;;) {
      yield* waiting.splice(0);
      if (dropped > 0) yield { dropped };
      dropped = 0;
      if (waiting.length === 0 && !(await woken((told) => (wake = told)))) yield {};
    }
  } finally {
    stop();
  }
}

/** True once what it gives to `listen` is called, false after a while without. */
async function woken(listen: (told: () => void) => void): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const outcome = await new Promise<boolean>((resolve) => {
    listen(() => resolve(true));
    timer = setTimeout(() => resolve(false), BEAT_MS).unref();
  });
  clearTimeout(timer);
  return outcome;
}
