import type { InstanceDeclaration } from '#model';
import type { Change } from '#registry';
import { DECLARED_KIND, INSTANCE_KIND } from './plan-instances.ts';
import type { KeptInstance } from './plan-instances.ts';

/** What the registry's documents say of the instances that are kept, by id. */
export function keptInstances(changes: readonly Change[]): ReadonlyMap<string, KeptInstance> {
  const digests = new Map<string, string>();
  for (const { kind, id, body } of changes) {
    if (kind === DECLARED_KIND && body !== undefined) digests.set(id, JSON.parse(body) as string);
  }
  const kept = new Map<string, KeptInstance>();
  for (const { kind, id, body } of changes) {
    if (kind === INSTANCE_KIND && body !== undefined) kept.set(id, keptInstance(body, digests.get(id)));
  }
  return kept;
}

function keptInstance(body: string, digest: string | undefined): KeptInstance {
  const { launchTimeMs, revisedAtMs, credentialsSinceMs, instanceProfile } = JSON.parse(body) as InstanceDeclaration;
  return { launchTimeMs, revisedAtMs, credentialsSinceMs, profileArn: instanceProfile?.arn, digest };
}
