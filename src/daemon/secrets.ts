import { generateIdentityKeys, parseIdentityKeys, rotateSessionKeys } from '#credentials';
import type { IdentityKeys, SessionKeys } from '#credentials';
import type { Platform } from '#host';
import type { Change, Registry, Write } from '#registry';
import { rotate } from '#token';
import type { KeyRing } from '#token';

/** The registry kind of documents that hold keys. */
export const SECRET_KIND = 'secret';

const SECRET_BYTES = 32;
const HOUR_MS = 3_600_000;
/** How old the newest key may become. */
const TOKEN_KEY_AGE_MS = 24 * HOUR_MS;
const SESSION_KEY_AGE_MS = 30 * 24 * HOUR_MS;

/** The keys that seal session tokens and role sessions. */
export interface SealingKeys {
  readonly tokenRing: KeyRing;
  readonly sessionKeys: SessionKeys;
}

/** The registry, and what keys are made with. */
export interface KeyParts {
  readonly registry: Registry;
  readonly platform: Platform;
}

/** Secrets found in the registry, by id. */
export type StoredSecrets = ReadonlyMap<string, unknown>;

/** The secrets among what the registry holds. */
export function storedSecrets(changes: readonly Change[]): StoredSecrets {
  return new Map(
    changes.flatMap(({ kind, id, body }) =>
      kind === SECRET_KIND && body !== undefined ? [[id, JSON.parse(body) as unknown] as const] : [],
    ),
  );
}

/** The kept sealing keys, brought up to date: made if there are none, rotated if the newest has become old, and kept again. */
export async function sealingKeys(parts: KeyParts, stored: StoredSecrets): Promise<SealingKeys> {
  const tokenRing = readRing(stored.get('token-ring'));
  const sessionKeys = readRing(stored.get('session-keys'));
  return refreshSealingKeys(parts, {
    ...(tokenRing === undefined ? {} : { tokenRing }),
    ...(sessionKeys === undefined ? {} : { sessionKeys }),
  });
}

/** Rotates what has become old and keeps what changed; the same objects where nothing did. */
export async function refreshSealingKeys(parts: KeyParts, keys: Partial<SealingKeys>): Promise<SealingKeys> {
  const nowMs = parts.platform.clock.now();
  const secret = (): Uint8Array => parts.platform.random.bytes(SECRET_BYTES);
  const first = (): KeyRing => [{ id: 0, secret: secret(), sinceMs: nowMs }];
  const tokenRing = keys.tokenRing ?? first();
  const sessionKeys = keys.sessionKeys ?? first();
  const fresh: SealingKeys = {
    tokenRing: isOld(tokenRing, TOKEN_KEY_AGE_MS, nowMs) ? rotate(tokenRing, secret(), nowMs) : tokenRing,
    sessionKeys: isOld(sessionKeys, SESSION_KEY_AGE_MS, nowMs)
      ? rotateSessionKeys(sessionKeys, secret(), nowMs)
      : sessionKeys,
  };
  const writes = [
    ...(fresh.tokenRing === keys.tokenRing ? [] : [secretWrite('token-ring', ringJson(fresh.tokenRing))]),
    ...(fresh.sessionKeys === keys.sessionKeys ? [] : [secretWrite('session-keys', ringJson(fresh.sessionKeys))]),
  ];
  if (writes.length > 0) await commit(parts.registry, writes);
  return fresh;
}

/** The kept keys of identity documents, or new ones, which take a while to make and are kept before anybody sees a signature. */
export async function identityKeys(parts: KeyParts, stored: StoredSecrets): Promise<IdentityKeys> {
  const kept = stored.get('identity-keys');
  const parsed = kept === undefined ? undefined : parseIdentityKeys(kept);
  if (parsed?.ok === true) return parsed.value;
  const keys = await generateIdentityKeys();
  await commit(parts.registry, [secretWrite('identity-keys', keys)]);
  return keys;
}

function secretWrite(id: string, value: unknown): Write {
  return { kind: SECRET_KIND, id, body: JSON.stringify(value) };
}

async function commit(registry: Registry, writes: readonly Write[]): Promise<void> {
  const committed = await registry.commit(writes);
  if (!committed.ok) throw new Error(`keys were not kept: ${committed.error.kind}`);
}

function isOld(ring: KeyRing | SessionKeys, ageMs: number, nowMs: number): boolean {
  return nowMs - (ring.at(-1) ?? ring[0]).sinceMs > ageMs;
}

interface KeptKey {
  readonly id: number;
  readonly secret: string;
  readonly sinceMs: number;
}

function ringJson(ring: KeyRing | SessionKeys): readonly KeptKey[] {
  return ring.map(({ id, secret, sinceMs }) => ({ id, secret: Buffer.from(secret).toString('base64'), sinceMs }));
}

/** What this program wrote itself; the registry has its own check against damage. */
function readRing(stored: unknown): KeyRing | undefined {
  if (!Array.isArray(stored)) return undefined;
  const [first, ...others] = (stored as readonly KeptKey[]).map(({ id, secret, sinceMs }) => ({
    id,
    secret: Uint8Array.from(Buffer.from(secret, 'base64')),
    sinceMs,
  }));
  return first === undefined ? undefined : [first, ...others];
}
