import { err, ok } from '#base';
import type { Result } from '#base';
import type { ApiError } from '#protocol/aws';
import { follow, RecentHolders } from '#registry';
import type { Change, Registry } from '#registry';
import { ENTITY_KINDS } from './entities.ts';
import type { Entities, EntityKind } from './entities.ts';
import { HeldDocument } from './held-document.ts';
import type { Outline } from './outline.ts';
import { OneAfterAnother } from './one-after-another.ts';

/** An entity and where it stands in the registry. */
export interface Held<Entity> {
  readonly entity: Entity;
  readonly revision: number;
  readonly createdRevision: number;
  /** What can be known of the entity without reading it again. */
  readonly outline: Outline;
}

/** What came of a change. `entity` is `undefined` if it was deleted. */
export interface Changed<Entity> {
  readonly previous: Entity | undefined;
  readonly entity: Entity | undefined;
  /** Of the commit; the one the document had if nothing changed. */
  readonly revision: number;
}

/** What to make of an entity, or why not. The same object as was given: nothing changes. `undefined`: it is deleted. */
export type Update<Entity> = (present: Entity | undefined) => Result<Entity | undefined, ApiError>;

const TRIES = 16;
/** Instances kept as read: whoever looks at one often looks at it several times in a row. */
const READ_INSTANCES_MAX = 256;
const BUSY: ApiError = {
  code: 'ServiceUnavailable',
  message: 'The request has failed because others change the same resource. Try again.',
  status: 503,
};

/**
 * Everything the API keeps, in memory and typed: it follows the registry, is what actions read, and how they change it.
 * What a change has committed is seen by whoever reads after it.
 */
export class Inventory {
  readonly #registry: Registry;
  readonly #documents = new Map<string, Map<string, HeldDocument>>();
  /** Those of `all`, until one of the kind changes. */
  readonly #ordered = new Map<string, readonly HeldDocument[]>();
  readonly #readInstances = new RecentHolders(READ_INSTANCES_MAX);
  readonly #queue = new OneAfterAnother();
  readonly #listeners = new Set<(changes: readonly Change[]) => void>();
  #revision = 0;
  #stop = (): void => {};

  private constructor(registry: Registry) {
    this.#registry = registry;
    for (const kind of ENTITY_KINDS) this.#documents.set(kind, new Map());
  }

  /** An inventory of everything `registry` holds, which follows it until stopped. */
  static async open(registry: Registry): Promise<Inventory> {
    const inventory = new Inventory(registry);
    inventory.#stop = await follow(registry, (changes) => inventory.#apply(changes));
    return inventory;
  }

  /** The entity in the document of this kind and id. */
  get<Kind extends EntityKind>(kind: Kind, id: string): Entities[Kind] | undefined {
    return this.held(kind, id)?.entity;
  }

  /** The same, with its revisions. */
  held<Kind extends EntityKind>(kind: Kind, id: string): Held<Entities[Kind]> | undefined {
    // The registry's kind says what its documents hold.
    return this.#documents.get(kind)?.get(id) as Held<Entities[Kind]> | undefined;
  }

  /** Every entity of a kind in the order of their making. */
  all<Kind extends EntityKind>(kind: Kind): readonly Held<Entities[Kind]>[] {
    const ordered = this.#ordered.get(kind) ?? this.#inOrder(kind);
    this.#ordered.set(kind, ordered);
    // As in `held`.
    return ordered as readonly Held<object>[] as readonly Held<Entities[Kind]>[];
  }

  /** The entities of a kind whose document has `text` in it: a way to find few among very many without reading all. */
  mentioning<Kind extends EntityKind>(kind: Kind, text: string): readonly Entities[Kind][] {
    const documents = [...(this.#documents.get(kind)?.values() ?? [])].filter(({ body }) => body.includes(text));
    // As in `held`.
    return documents.map(({ entity }) => entity as Entities[Kind]);
  }

  /** The first of those that `holds` is true of; no more are read than it takes. */
  findMentioning<Kind extends EntityKind>(
    kind: Kind,
    text: string,
    holds: (entity: Entities[Kind]) => boolean,
  ): Entities[Kind] | undefined {
    for (const document of this.#documents.get(kind)?.values() ?? []) {
      // As in `held`.
      if (document.body.includes(text) && holds(document.entity as Entities[Kind]))
        return document.entity as Entities[Kind];
    }
    return undefined;
  }

  /**
   * Makes of the entity in one document what `update` says, and keeps it. `update` sees the latest and may be asked again
   * if somebody else was faster, so it decides everything and does nothing. Settled once it is durable and seen here.
   */
  change<Kind extends EntityKind>(
    kind: Kind,
    id: string,
    update: Update<Entities[Kind]>,
  ): Promise<Result<Changed<Entities[Kind]>, ApiError>> {
    return this.#queue.run(`${kind}/${id}`, () => this.#change(kind, id, update));
  }

  /** Calls `listener` with the changes of what the API keeps, once they can be read here; returns a call to stop. */
  watch(listener: (changes: readonly Change[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Stops following, once the changes under way are done. */
  async close(): Promise<void> {
    await this.#queue.idle();
    this.#listeners.clear();
    this.#stop();
  }

  async #change<Kind extends EntityKind>(
    kind: Kind,
    id: string,
    update: Update<Entities[Kind]>,
  ): Promise<Result<Changed<Entities[Kind]>, ApiError>> {
    for (let tries = 0; tries < TRIES; tries++) {
      const present = this.held(kind, id);
      const previous = present?.entity;
      const updated = update(previous);
      if (!updated.ok) return updated;
      const entity = updated.value;
      const expectedRevision = present?.revision ?? 0;
      if (entity === previous) return ok({ previous, entity, revision: expectedRevision });
      const body = entity === undefined ? undefined : JSON.stringify(entity);
      const committed = await this.#registry.commit([{ kind, id, expectedRevision, body }]);
      if (committed.ok) return ok({ previous, entity, revision: committed.value });
      if (committed.error.kind === 'invalid') return err({ code: 'LimitExceeded', message: committed.error.reason });
      await this.#catchUp();
    }
    return err(BUSY);
  }

  #inOrder(kind: EntityKind): readonly HeldDocument[] {
    const documents = [...(this.#documents.get(kind)?.values() ?? [])];
    return documents.sort((one, other) => one.createdRevision - other.createdRevision);
  }

  /** An engine that is spread over machines may know of a change before it has told of it. */
  async #catchUp(): Promise<void> {
    this.#apply(await this.#registry.read(this.#revision));
  }

  #apply(changes: readonly Change[]): void {
    const ours = changes.filter(({ kind }) => ENTITY_KINDS.has(kind));
    for (const change of ours) this.#applyOne(change);
    this.#revision = Math.max(this.#revision, changes.at(-1)?.revision ?? 0);
    for (const listener of this.#listeners) listener(ours);
  }

  #applyOne({ kind, id, revision, createdRevision, body }: Change): void {
    const documents = this.#documents.get(kind);
    const present = documents?.get(id);
    if (present !== undefined && revision <= present.revision) return;
    this.#ordered.delete(kind);
    if (body === undefined) {
      documents?.delete(id);
      return;
    }
    const standing = { revision, createdRevision: createdRevision ?? present?.createdRevision ?? revision, body };
    documents?.set(id, new HeldDocument(standing, kind === 'instance' ? this.#readInstances : undefined));
  }
}
