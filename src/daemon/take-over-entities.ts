import { createHash } from 'node:crypto';
import { declaredInstanceProfile, declaredRole, entityWrite } from '#aws-api';
import type { Entities, EntityKind } from '#aws-api';
import type { Change, Registry, Write } from '#registry';
import { planEvent } from '#schedule';
import type { Configuration, DeclaredEvent } from './config/configuration.ts';

/** The registry kind that remembers what a configuration declared besides instances: a digest by kind and id of the document. */
const DECLARED_KIND = 'declared-entities';
const DECLARED_ID = 'configuration';

/** What a configuration declares besides instances. */
export type DeclaredSettings = Pick<
  Configuration,
  'accountId' | 'region' | 'metadataDefaults' | 'roles' | 'images' | 'events'
>;

/** A document a configuration wants; `digest` says whether that is what it wanted before. */
interface Wanted {
  readonly write: Write;
  readonly digest: string;
}

/**
 * Makes the registry, which holds `changes`, agree with the declared account defaults, roles, instance profiles and images.
 * As with instances: what is declared as it was is left alone, and what never was declared stays.
 */
export async function takeOverEntities(
  registry: Registry,
  changes: readonly Change[],
  settings: DeclaredSettings,
  nowMs: number,
): Promise<void> {
  const before = declaredBefore(changes);
  const wanted = new Map(wantedEntities(settings, nowMs).map((entity) => [keyOf(entity.write), entity]));
  const fresh = [...wanted].filter(([key, { digest }]) => before.get(key) !== digest).map(([, { write }]) => write);
  const gone = [...before.keys()].filter((key) => !wanted.has(key)).map(removal);
  if (fresh.length + gone.length === 0) return;
  const digests = Object.fromEntries([...wanted].map(([key, { digest }]) => [key, digest]));
  const memory: Write = { kind: DECLARED_KIND, id: DECLARED_ID, body: JSON.stringify(digests) };
  const committed = await registry.commit([...fresh, ...gone, memory]);
  if (!committed.ok) throw new Error(`what the configuration declares was not kept: ${committed.error.kind}`);
}

function declaredBefore(changes: readonly Change[]): ReadonlyMap<string, string> {
  const body = changes.find(({ kind, id }) => kind === DECLARED_KIND && id === DECLARED_ID)?.body;
  // Only the function above writes this document.
  return new Map(Object.entries(body === undefined ? {} : (JSON.parse(body) as Record<string, string>)));
}

function wantedEntities(settings: DeclaredSettings, nowMs: number): readonly Wanted[] {
  const { accountId, region, metadataDefaults, roles, images, events } = settings;
  const createdAtMs = nowMs;
  const named = [...roles.values()].map((role) => ({ ...role, accountId, region, createdAtMs }));
  return [
    ...(Object.keys(metadataDefaults).length === 0
      ? []
      : [want('metadata-defaults', { accountId, region, ...metadataDefaults })]),
    ...named.map((role) => want('role', declaredRole(role))),
    ...named.map((role) => want('instance-profile', declaredInstanceProfile({ ...role, id: role.profile.id }))),
    ...[...images].map(([id, { name, supportsV2 }]) =>
      want('image', {
        id,
        accountId,
        region,
        name,
        imdsSupport: supportsV2 ? 'v2.0' : undefined,
        architecture: 'x86_64',
        rootDeviceName: '/dev/xvda',
        createdAtMs,
        tags: {},
      }),
    ),
    ...events.map((event) => wantEvent(event, accountId, nowMs)),
  ];
}

/** An event is fired once: its id says all there is to it, and what has become of it since is left alone. */
function wantEvent({ id, request }: DeclaredEvent, accountId: string, nowMs: number): Wanted {
  const planned = planEvent(request, nowMs);
  // What reads the configuration has refused all others.
  if (!planned.ok || planned.value.target === undefined) throw new Error(`event ${id} cannot be planned`);
  const { target, happening, anyLifeCycle, atMs } = planned.value;
  const event = { id, accountId, target, happening, anyLifeCycle, atMs, createdAtMs: nowMs, instanceIds: [] };
  return { write: entityWrite('instance-event', { ...event, state: 'scheduled' }), digest: id };
}

/** When it was made is not part of what was declared. */
function want<Kind extends EntityKind>(kind: Kind, entity: Entities[Kind]): Wanted {
  const timeless = JSON.stringify({ ...entity, createdAtMs: 0 });
  const digest = createHash('sha256').update(timeless).digest('base64url').slice(0, 22);
  return { write: entityWrite(kind, entity), digest };
}

function keyOf({ kind, id }: Write): string {
  return `${kind} ${id}`;
}

function removal(key: string): Write {
  const [kind = '', id = ''] = key.split(' ', 2);
  return { kind, id, body: undefined };
}
