import type { Registry, Write } from '#registry';
import type { DeclaredInstance } from './declared-instance.ts';
import { INSTANCE_KIND, keptDigest, planInstance } from './plan-instance.ts';
import type { KeptInstances } from './plan-instance.ts';

/** What taking over a configuration changed. */
export interface TakenOver {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** Instances in a batch, and in a commit: as many as are worth one write to the disk. */
export const INSTANCES_PER_BATCH = 1000;

/**
 * Makes the registry, which holds `kept`, agree with the declared instances: what is new or declared otherwise is written,
 * what is no longer declared goes, what never was declared stays. Watchers see each change once it is kept.
 */
export async function takeOver(
  registry: Registry,
  kept: KeptInstances,
  declared: AsyncIterable<readonly DeclaredInstance[]>,
  nowMs: number,
): Promise<TakenOver> {
  const gone = new Set([...kept].filter(([, body]) => keptDigest(body) !== undefined).map(([id]) => id));
  let added = 0;
  let changed = 0;
  for await (const batch of declared) {
    const writes: Write[] = [];
    for (const instance of batch) {
      gone.delete(instance.id);
      const body = planInstance(instance, kept.get(instance.id), nowMs);
      if (body === undefined) continue;
      writes.push({ kind: INSTANCE_KIND, id: instance.id, body });
      if (kept.has(instance.id)) changed++;
      else added++;
    }
    await commit(registry, writes);
  }
  const removals = [...gone].map((id) => ({ kind: INSTANCE_KIND, id, body: undefined }));
  for (let at = 0; at < removals.length; at += INSTANCES_PER_BATCH)
    await commit(registry, removals.slice(at, at + INSTANCES_PER_BATCH));
  return { added, changed, removed: gone.size };
}

async function commit(registry: Registry, writes: readonly Write[]): Promise<void> {
  const committed = await registry.commit(writes);
  if (!committed.ok) throw new Error(`instances were not kept: ${committed.error.kind}`);
}
