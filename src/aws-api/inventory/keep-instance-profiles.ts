import { ok } from '#base';
import type { Clock, Result } from '#base';
import { arn } from '#model';
import type { InstanceDeclaration, InstanceProfile } from '#model';
import type { ApiError } from '#protocol/aws';
import type { PolicyShelf } from '../authorize/policy-shelf.ts';
import { iamDocumentId } from './entities.ts';
import type { Inventory } from './inventory.ts';
import { seenProfile } from './seen-profile.ts';

interface Parts {
  readonly inventory: Inventory;
  readonly shelf: PolicyShelf;
  readonly platform: { readonly clock: Clock };
  readonly unexpected: (error: unknown) => void;
}

/**
 * Keeps what instances see of their profile as roles and profiles change: an action on those changes its one document,
 * and the documents of the instances follow, after a crash as well. Returns a call to stop.
 */
export function keepInstanceProfiles(parts: Parts): () => void {
  const { inventory, unexpected } = parts;
  const follow = (profileIds: ReadonlySet<string>): void => void refresh(parts, profileIds).catch(unexpected);
  follow(new Set(inventory.all('instance-profile').map(({ entity }) => iamDocumentId(entity.accountId, entity.name))));
  return inventory.watch((changes) => {
    const profiles = changes.filter(({ kind }) => kind === 'instance-profile').map(({ id }) => id);
    const roles = new Set(changes.filter(({ kind }) => kind === 'role').map(({ id }) => id));
    if (profiles.length + roles.size > 0) follow(new Set([...profiles, ...profilesOf(inventory, roles)]));
    for (const { kind, id } of changes) if (kind === 'instance') void refreshOne(parts, id).catch(unexpected);
  });
}

/** Whoever wrote an instance may have looked at its profile before that changed. A profile nobody keeps is left alone. */
async function refreshOne(parts: Parts, id: string): Promise<void> {
  const instance = parts.inventory.get('instance', id);
  if (instance?.instanceProfile === undefined || instance.state === 'terminated') return;
  const profileId = iamDocumentId(instance.accountId, instance.instanceProfile.name);
  if (parts.inventory.get('instance-profile', profileId) === undefined) return;
  await parts.inventory.change('instance', id, (present) => refreshed(parts, present, new Set([profileId])));
}

function profilesOf(inventory: Inventory, roleIds: ReadonlySet<string>): readonly string[] {
  if (roleIds.size === 0) return [];
  return inventory
    .all('instance-profile')
    .filter(({ entity: { accountId, roleName } }) => roleIds.has(iamDocumentId(accountId, roleName ?? '')))
    .map(({ entity: { accountId, name } }) => iamDocumentId(accountId, name));
}

async function refresh(parts: Parts, profileIds: ReadonlySet<string>): Promise<void> {
  if (profileIds.size === 0) return;
  for (const { id, state } of parts.inventory.mentioning('instance', ':instance-profile/')) {
    if (state === 'terminated') continue;
    await parts.inventory.change('instance', id, (present) => refreshed(parts, present, profileIds));
  }
}

function refreshed(
  { inventory, shelf, platform }: Parts,
  instance: InstanceDeclaration | undefined,
  profileIds: ReadonlySet<string>,
): Result<InstanceDeclaration | undefined, ApiError> {
  const seen = instance?.instanceProfile;
  if (instance === undefined || seen === undefined) return ok(instance);
  const { accountId, region, id } = instance;
  const profileId = iamDocumentId(accountId, seen.name);
  if (!profileIds.has(profileId)) return ok(instance);
  const profile = inventory.get('instance-profile', profileId);
  const instanceArn = arn(region, 'ec2', region, accountId, `instance/${id}`);
  const now: InstanceProfile =
    profile === undefined
      ? { ...seen, status: 'profile-not-found' }
      : seenProfile({ inventory, shelf }, profile, { accountId, instanceArn });
  if (sameProfile(seen, now)) return ok(instance);
  return ok({ ...instance, instanceProfile: now, revisedAtMs: platform.clock.now() });
}

function sameProfile(one: InstanceProfile, other: InstanceProfile): boolean {
  // Both have all of these members.
  return (['arn', 'id', 'status', 'roleName', 'roleId', 'roleArn'] as const).every((name) => one[name] === other[name]);
}
