import type { Registry } from '#registry';
import { REGISTRY_LIMITS } from '#registry';
import type { Configuration } from './config/configuration.ts';
import { keptInstances } from './kept-instances.ts';
import { planInstances } from './plan-instances.ts';
import type { InstancePlan } from './plan-instances.ts';

/** Makes the registry's instances agree with the configuration. Watchers see each change once it is kept. */
export async function takeOver(registry: Registry, configuration: Configuration, nowMs: number): Promise<InstancePlan> {
  const plan = planInstances(configuration, keptInstances(await registry.read(0)), nowMs);
  for (let at = 0; at < plan.writes.length; at += REGISTRY_LIMITS.writes) {
    const committed = await registry.commit(plan.writes.slice(at, at + REGISTRY_LIMITS.writes));
    if (!committed.ok) throw new Error(`instances were not kept: ${committed.error.kind}`);
  }
  return plan;
}
