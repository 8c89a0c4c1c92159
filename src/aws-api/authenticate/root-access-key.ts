import type { Platform } from '#host';
import type { Registry } from '#registry';
import { accessKeyId } from '#credentials';
import { newSecretAccessKey } from '../iam-id.ts';

/** The access key of the account's root user. */
export interface RootAccessKey {
  /** `AKIA…` */
  readonly accessKeyId: string;
  /** Secret. */
  readonly secretAccessKey: string;
}

/** Where it is kept, and what it is made with. */
export interface RootAccessKeyParts {
  readonly registry: Registry;
  readonly platform: Platform;
  readonly accountId: string;
}

const DOCUMENT = { kind: 'secret', id: 'root-access-key' } as const;

/** The kept access key of the root user, or a new one, kept before anybody sees it. Two who ask at once get the same. */
export async function rootAccessKey(parts: RootAccessKeyParts): Promise<RootAccessKey> {
  const { registry, platform, accountId } = parts;
  const kept = await keptKey(registry);
  if (kept !== undefined) return kept;
  const made: RootAccessKey = {
    accessKeyId: accessKeyId('AKIA', accountId, platform.random.bytes(8)),
    secretAccessKey: newSecretAccessKey(platform.random),
  };
  const committed = await registry.commit([{ ...DOCUMENT, expectedRevision: 0, body: JSON.stringify(made) }]);
  if (committed.ok) return made;
  const others = await keptKey(registry);
  if (others === undefined) throw new Error(`the root access key was not kept: ${committed.error.kind}`);
  return others;
}

async function keptKey(registry: Registry): Promise<RootAccessKey | undefined> {
  const changes = await registry.read(0);
  const document = changes.find(({ kind, id }) => kind === DOCUMENT.kind && id === DOCUMENT.id);
  // Only the function above writes this document.
  return document?.body === undefined ? undefined : (JSON.parse(document.body) as RootAccessKey);
}
