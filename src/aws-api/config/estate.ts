import type { Estate } from '#compliance';
import { completeInstance } from '#model';
import type { Call } from '../action.ts';
import { managedPolicyText } from '../authorize/managed-policy-text.ts';
import { metadataDefaultsOf } from '../ec2/metadata-defaults.ts';
import { visibleInstances } from '../ec2/find-instances.ts';
import { iamDocumentId } from '../inventory/entities.ts';

/** What the call's account has in its Region, with everything that was requested of metadata before. */
export async function estateOf(call: Call): Promise<Estate> {
  await call.findings.settled();
  const { inventory, accountId, region, nowMs } = call;
  const isHere = (entity: { readonly accountId: string; readonly region: string }): boolean =>
    entity.accountId === accountId && entity.region === region;
  const all = <Kind extends 'image' | 'launch-template'>(kind: Kind) => inventory.all(kind).map(({ entity }) => entity);
  return {
    accountId,
    nowMs,
    instances: visibleInstances(call)
      .map(({ entity }) => completeInstance(entity))
      .filter(({ state }) => state !== 'terminated' && state !== 'shutting-down'),
    launchTemplates: all('launch-template').filter(isHere),
    images: all('image').filter((image) => isHere(image) && image.deregisteredAtMs === undefined),
    defaults: metadataDefaultsOf(call),
    use: useOf(call),
    rolePolicies: (profileName) => rolePolicies(call, profileName),
  };
}

/** Instances that are looked up in what was observed at once. */
const INSTANCES_MAX = 100_000;

/** What this process has seen itself, and what was observed before it started, as far as that is kept. */
function useOf({ findings, observed, accountId, region }: Call): Estate['use'] {
  let heardOf: ReadonlySet<string> | undefined;
  return (instanceId) => {
    heardOf ??= new Set(observed.instances({ accountId, region }, 0, '', INSTANCES_MAX).map((seen) => seen.instanceId));
    const use = findings.use(instanceId);
    return { ...use, isUsed: use.isUsed || heardOf.has(instanceId) };
  };
}

function rolePolicies({ inventory, accountId }: Call, profileName: string): readonly string[] {
  const profile = inventory.get('instance-profile', iamDocumentId(accountId, profileName));
  const role = profile?.roleName && inventory.get('role', iamDocumentId(accountId, profile.roleName));
  if (role === undefined || role === '') return [];
  const managed = role.attachedPolicyArns.flatMap((arn) => managedPolicyText(inventory, arn) ?? []);
  return [...Object.values(role.inlinePolicies), ...managed];
}
