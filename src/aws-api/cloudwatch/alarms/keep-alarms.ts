import { MINUTE_MS, minuteOf } from '#telemetry';
import { OneAfterAnother } from '../../inventory/one-after-another.ts';
import { changeState } from './change-state.ts';
import type { AlarmParts } from './change-state.ts';
import { examineAlarm } from './examine-alarm.ts';

const LOOK_INTERVAL_MS = 1000;
/** What was asked in a minute's last moment has arrived by then. */
const SETTLED_MS = 3000;

/** Evaluates every alarm once a minute on the clock of `parts`, as CloudWatch does; returns a call to stop. */
export function keepAlarms(parts: AlarmParts): () => void {
  const turns = new OneAfterAnother();
  let last = settledMinute(parts);
  const timer = setInterval(() => {
    const minuteMs = settledMinute(parts);
    if (minuteMs === last) return;
    last = minuteMs;
    for (const { entity: alarm } of parts.inventory.all('metric-alarm')) {
      // An alarm whose actions take their time is not evaluated twice at once; the others do not wait for it.
      turns.run(alarm.arn, () => evaluate(parts, alarm.arn, minuteMs)).catch(parts.unexpected);
    }
  }, LOOK_INTERVAL_MS).unref();
  return () => clearInterval(timer);
}

async function evaluate(parts: AlarmParts, arn: string, minuteMs: number): Promise<void> {
  const alarm = parts.inventory.all('metric-alarm').find(({ entity }) => entity.arn === arn)?.entity;
  if (alarm === undefined) return;
  const fresh = examineAlarm(alarm, parts, minuteMs);
  if (fresh === undefined || fresh.value === alarm.state.value) return;
  const { done } = await changeState(parts, alarm, fresh);
  await done;
}

/** The end of the last minute of which everything is known. */
function settledMinute({ platform }: AlarmParts): number {
  return minuteOf(platform.clock.now() - SETTLED_MS + MINUTE_MS) - MINUTE_MS;
}
