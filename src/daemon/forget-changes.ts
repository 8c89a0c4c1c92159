import type { InstanceDeclaration } from '#model';
import type { Registry } from '#registry';
import { INSTANCE_KIND, keptInstances } from './plan-instance.ts';
import type { KeptInstances } from './plan-instance.ts';
import { SESSION_KIND } from './saved-sessions.ts';
import { SECRET_KIND } from './secrets.ts';

const KEPT_KINDS: ReadonlySet<string> = new Set([INSTANCE_KIND, SECRET_KIND, SESSION_KIND]);

/**
 * Removes all that a configuration declared or an API made, but for keys and instances, and gives the instances as if each had
 * been declared otherwise: taking over a configuration then makes all of it anew. A launch is remembered.
 */
export async function forgetChanges(registry: Registry): Promise<KeptInstances> {
  const changes = await registry.read(0);
  const gone = changes.filter(({ kind, body }) => body !== undefined && !KEPT_KINDS.has(kind));
  const forgotten = await registry.commit(gone.map(({ kind, id }) => ({ kind, id, body: undefined })));
  if (!forgotten.ok) throw new Error(`what was made was not forgotten: ${forgotten.error.kind}`);
  return new Map([...keptInstances(changes)].map(([id, body]) => [id, declaredOtherwise(body)]));
}

function declaredOtherwise(body: string): string {
  const { credentialsSinceMs: _, ...instance } = JSON.parse(body) as InstanceDeclaration;
  return JSON.stringify({ ...instance, declaredDigest: '' });
}
