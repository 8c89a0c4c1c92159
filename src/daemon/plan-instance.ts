import type { InstanceDeclaration } from '#model';
import type { Change } from '#registry';
import { instanceDocument } from './declared-instance.ts';
import type { DeclaredInstance, InstanceTimes } from './declared-instance.ts';

/** The registry kind of instances. */
export const INSTANCE_KIND = 'instance';

/** What the registry holds of the instances: the JSON text of each `InstanceDeclaration`, by id. */
export type KeptInstances = ReadonlyMap<string, string>;

/** The instances among what the registry holds. */
export function keptInstances(changes: readonly Change[]): KeptInstances {
  return new Map(
    changes.flatMap(({ kind, id, body }) =>
      kind === INSTANCE_KIND && body !== undefined ? [[id, body] as const] : [],
    ),
  );
}

/** The digest of the declaration that a kept instance was made from; undefined for one that never was the configuration's. */
export function keptDigest(body: string): string | undefined {
  return (JSON.parse(body) as InstanceDeclaration).declaredDigest;
}

/**
 * What the document of a declared instance has to become, or undefined where it is as it was declared when it was last taken
 * over: then it is left alone, whatever has been done to it by other means since.
 */
export function planInstance(declared: DeclaredInstance, kept: string | undefined, nowMs: number): string | undefined {
  if (kept === undefined)
    return instanceDocument(declared, { launchTimeMs: declared.launchTimeMs ?? nowMs, revisedAtMs: nowMs });
  const before = JSON.parse(kept) as InstanceDeclaration;
  return before.declaredDigest === declared.digest
    ? undefined
    : instanceDocument(declared, revisedTimes(declared, before, nowMs));
}

/** A launch is remembered; another profile begins another rotation, since the sessions of the old one are not its. */
function revisedTimes(declared: DeclaredInstance, before: InstanceDeclaration, nowMs: number): InstanceTimes {
  const sameProfile = before.instanceProfile?.arn === declared.profileArn;
  const credentialsSinceMs = sameProfile ? before.credentialsSinceMs : nowMs;
  return {
    launchTimeMs: declared.launchTimeMs ?? before.launchTimeMs,
    revisedAtMs: nowMs,
    ...(credentialsSinceMs === undefined ? {} : { credentialsSinceMs }),
  };
}
