import { err, ok } from '#base';
import type { Result } from '#base';
import type { AdminError, AttachmentEntry, AttachmentsPort, ListenersView } from '#admin-api';
import type { DataPlane, InstanceLosses } from '#data-plane';
import type { Attachment, InstanceDeclaration } from '#model';
import { claimsOf } from '#registry';
import type { Change, Registry } from '#registry';
import { writeAttachment } from './config/write-attachment.ts';
import type { Listeners } from './listeners.ts';
import { INSTANCE_KIND } from './plan-instance.ts';
import type { RegistryFollower } from './registry-follower.ts';

/** What attachments are read from and written to. */
export interface AttachmentsParts {
  readonly registry: Registry;
  readonly plane: Pick<DataPlane, 'replica' | 'losses'>;
  readonly follower: Pick<RegistryFollower, 'settled'>;
  readonly listeners: Pick<Listeners, 'follow' | 'addresses' | 'failures'>;
}

/** The attachments of instances, as the admin API shows and changes them. */
export class Attachments implements AttachmentsPort {
  readonly #parts: AttachmentsParts;

  constructor(parts: AttachmentsParts) {
    this.#parts = parts;
  }

  async of(instanceId: string): Promise<Result<readonly AttachmentEntry[], AdminError>> {
    const kept = await this.#find(instanceId);
    return kept.ok ? ok((kept.value.declaration.attachments ?? []).map(writeAttachment)) : kept;
  }

  async replace(
    instanceId: string,
    attach: readonly unknown[],
  ): Promise<Result<readonly AttachmentEntry[], AdminError>> {
    const kept = await this.#find(instanceId);
    if (!kept.ok) return kept;
    // What checks configurations takes longer to load than all the rest.
    const { parseAttachments } = await import('./config/parse-attachments.ts');
    const parsed = parseAttachments(attach);
    if (!parsed.ok) return err({ status: 400, code: 'ValidationException', message: parsed.error });
    const taken = this.#taken(instanceId, parsed.value);
    if (taken !== undefined) return err({ status: 409, code: 'ConflictException', message: taken });
    const body = JSON.stringify({ ...kept.value.declaration, attachments: parsed.value });
    const write = { kind: INSTANCE_KIND, id: instanceId, expectedRevision: kept.value.revision, body };
    const committed = await this.#parts.registry.commit([write]);
    if (!committed.ok) return err({ status: 409, code: 'ConflictException', message: CHANGED_MEANWHILE });
    await this.#parts.follower.settled();
    await this.#parts.listeners.follow();
    return ok(parsed.value.map(writeAttachment));
  }

  listeners(): ListenersView {
    const { listeners, plane } = this.#parts;
    const open = listeners.addresses.map((address) => ('proxy' in address ? { ...address, proxy: true } : address));
    return { open, unopened: listeners.failures, conflicts: plane.replica.conflicts() };
  }

  losses(): readonly InstanceLosses[] {
    return this.#parts.plane.losses();
  }

  async #find(id: string): Promise<Result<{ revision: number; declaration: InstanceDeclaration }, AdminError>> {
    const isIt = ({ kind, id: other }: Change): boolean => kind === INSTANCE_KIND && other === id;
    const found = (await this.#parts.registry.read(0)).find(isIt);
    if (found?.body === undefined)
      return err({ status: 404, code: 'ResourceNotFoundException', message: `there is no instance "${id}"` });
    // Whoever writes instances writes declarations.
    return ok({ revision: found.revision, declaration: JSON.parse(found.body) as InstanceDeclaration });
  }

  /** What others have already, in words; undefined when there is nothing. */
  #taken(instanceId: string, attachments: readonly Attachment[]): string | undefined {
    for (const claim of claimsOf(instanceId, attachments)) {
      const holder = this.#parts.plane.replica.holderOf(claim);
      if (holder !== undefined && holder !== instanceId)
        return `${holder} is attached to ${claim.address} already; take it from there first`;
    }
    return undefined;
  }
}

const CHANGED_MEANWHILE = 'the instance was changed meanwhile; ask again';
