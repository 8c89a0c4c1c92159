import { ok } from '#base';
import type { Clock } from '#base';
import type { Launch } from '#model';
import { documentId } from './entities.ts';
import type { Inventory } from './inventory.ts';

/** How long asking for the same launch again launches nothing (EC2 User Guide, "Ensuring idempotency": at least a day). */
const REMEMBERED_MS = 86_400_000;

const SWEEP_INTERVAL_MS = 600_000;

interface Parts {
  readonly inventory: Inventory;
  readonly platform: { readonly clock: Clock };
  readonly unexpected: (error: unknown) => void;
}

/** Whether a client token still stands for this launch. */
export function isRemembered({ launchedAtMs }: Launch, nowMs: number): boolean {
  return nowMs - launchedAtMs < REMEMBERED_MS;
}

/** Forgets launches a day later, now and then; returns a call to stop. */
export function keepLaunchesForADay(parts: Parts): () => void {
  const sweep = (): void => void forget(parts).catch(parts.unexpected);
  sweep();
  const timer = setInterval(sweep, SWEEP_INTERVAL_MS).unref();
  return () => clearInterval(timer);
}

async function forget({ inventory, platform }: Parts): Promise<void> {
  const nowMs = platform.clock.now();
  const old = inventory.all('launch').filter(({ entity }) => !isRemembered(entity, nowMs));
  for (const { entity } of old) {
    await inventory.change('launch', documentId('launch', entity), (present) =>
      ok(present !== undefined && isRemembered(present, nowMs) ? present : undefined),
    );
  }
}
