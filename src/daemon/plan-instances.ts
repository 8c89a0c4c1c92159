import { createHash } from 'node:crypto';
import type { InstanceDeclaration, InstanceId } from '#model';
import type { Write } from '#registry';
import { declareInstances } from './config/declare-instances.ts';
import type { InstanceTimes } from './config/declare-instances.ts';
import type { Configuration } from './config/configuration.ts';

/** The registry kind of instances. */
export const INSTANCE_KIND = 'instance';
/** The registry kind that remembers how the configuration declared an instance when it was last taken over. */
export const DECLARED_KIND = 'declared-instance';

/** What the registry holds of one instance. */
export interface KeptInstance {
  readonly launchTimeMs: number;
  readonly revisedAtMs: number;
  readonly credentialsSinceMs: number | undefined;
  readonly profileArn: string | undefined;
  /** Digest of the declaration it was made from; undefined for an instance that is not the configuration's. */
  readonly digest: string | undefined;
}

/** What a configuration changes. */
export interface InstancePlan {
  readonly writes: readonly Write[];
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/**
 * What to write so that the registry agrees with the configuration. An instance whose declaration is as it was when it was
 * last taken over is left alone, whatever has been done to it by other means since; one that is no longer declared goes.
 */
export function planInstances(
  configuration: Configuration,
  kept: ReadonlyMap<string, KeptInstance>,
  nowMs: number,
): InstancePlan {
  const declared = declareInstances(configuration, (id) => timesOf(kept.get(id), nowMs));
  const digests = digestsOf(configuration);
  const fresh = declared.filter(({ id }) => kept.get(id)?.digest !== digests.get(id));
  const named = new Set<string>(declared.map(({ id }) => id));
  const gone = [...kept].filter(([id, { digest }]) => digest !== undefined && !named.has(id)).map(([id]) => id);
  return {
    writes: [
      ...fresh.flatMap((instance) => put(withTimes(instance, kept.get(instance.id), nowMs), digests.get(instance.id))),
      ...gone.flatMap(remove),
    ],
    added: fresh.filter(({ id }) => !kept.has(id)).length,
    changed: fresh.filter(({ id }) => kept.has(id)).length,
    removed: gone.length,
  };
}

function timesOf(kept: KeptInstance | undefined, nowMs: number): InstanceTimes {
  return { launchTimeMs: kept?.launchTimeMs ?? nowMs, revisedAtMs: nowMs };
}

/** Another profile begins another rotation: the sessions of the old one are not its. */
function withTimes(instance: InstanceDeclaration, kept: KeptInstance | undefined, nowMs: number): InstanceDeclaration {
  if (kept === undefined) return instance;
  const sameProfile = kept.profileArn === instance.instanceProfile?.arn;
  const credentialsSinceMs = sameProfile ? kept.credentialsSinceMs : nowMs;
  return credentialsSinceMs === undefined ? instance : { ...instance, credentialsSinceMs };
}

/** A digest of what was declared and decided, without the times that are only remembered. */
function digestsOf(configuration: Configuration): ReadonlyMap<InstanceId, string> {
  const timeless = declareInstances(configuration, () => ({ launchTimeMs: 0, revisedAtMs: 0 }));
  return new Map(timeless.map((instance) => [instance.id, digest(instance)]));
}

function digest(instance: InstanceDeclaration): string {
  return createHash('sha256').update(JSON.stringify(instance)).digest('base64url').slice(0, 22);
}

function put(instance: InstanceDeclaration, declared: string | undefined): readonly Write[] {
  return [
    { kind: INSTANCE_KIND, id: instance.id, body: JSON.stringify(instance) },
    { kind: DECLARED_KIND, id: instance.id, body: JSON.stringify(declared) },
  ];
}

function remove(id: string): readonly Write[] {
  return [
    { kind: INSTANCE_KIND, id, body: undefined },
    { kind: DECLARED_KIND, id, body: undefined },
  ];
}
