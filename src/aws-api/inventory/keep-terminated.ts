import { ok } from '#base';
import type { Clock } from '#base';
import type { InstanceDeclaration } from '#model';
import type { Inventory } from './inventory.ts';

/** How long a terminated instance stays visible (EC2 User Guide, "Terminate Amazon EC2 instances": about an hour). */
const TERMINATED_VISIBLE_MS = 3_600_000;

const SWEEP_INTERVAL_MS = 60_000;

interface Parts {
  readonly inventory: Inventory;
  readonly platform: { readonly clock: Clock };
  readonly unexpected: (error: unknown) => void;
}

/** Whether an instance was terminated so long ago that it is gone; nothing about a terminated one changes any more. */
export function isGone({ state, revisedAtMs }: InstanceDeclaration, nowMs: number): boolean {
  return state === 'terminated' && nowMs - revisedAtMs >= TERMINATED_VISIBLE_MS;
}

/** Deletes instances an hour after their termination, now and then; returns a call to stop. */
export function keepTerminatedForAnHour(parts: Parts): () => void {
  const sweep = (): void => void forgetGone(parts).catch(parts.unexpected);
  sweep();
  const timer = setInterval(sweep, SWEEP_INTERVAL_MS).unref();
  return () => clearInterval(timer);
}

async function forgetGone({ inventory, platform }: Parts): Promise<void> {
  const nowMs = platform.clock.now();
  const gone = inventory.mentioning('instance', '"state":"terminated"').filter((instance) => isGone(instance, nowMs));
  for (const { id } of gone) {
    await inventory.change('instance', id, (present) => ok(present && !isGone(present, nowMs) ? present : undefined));
  }
}
