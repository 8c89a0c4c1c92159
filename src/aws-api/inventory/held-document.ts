import type { RecentHolders } from '#registry';
import { outlineOf } from './outline.ts';
import type { Outline } from './outline.ts';

/** What the registry says of a document. */
export interface Standing {
  readonly revision: number;
  /** The revision at which it came into being: what is listed is listed in this order. */
  readonly createdRevision: number;
  readonly body: string;
}

/**
 * A document as the inventory holds it: text, read when somebody asks. What was read is kept while memory lasts or, of a
 * kind of which there may be very many, until as many others have been read as `recent` holds.
 */
export class HeldDocument implements Standing {
  readonly revision: number;
  readonly createdRevision: number;
  readonly body: string;
  readonly #recent: RecentHolders | undefined;
  #entity: WeakRef<object> | object | undefined;
  #outline: Outline | undefined;

  constructor({ revision, createdRevision, body }: Standing, recent: RecentHolders | undefined) {
    this.revision = revision;
    this.createdRevision = createdRevision;
    this.body = body;
    this.#recent = recent;
    if (recent !== undefined) this.#outlineAtOnce();
  }

  get entity(): object {
    const known = this.#entity instanceof WeakRef ? this.#entity.deref() : this.#entity;
    if (known !== undefined) return known;
    const entity = this.#read();
    // What a `WeakRef` is asked for stays until the turn ends: whoever reads a hundred thousand would have them all.
    this.#entity = this.#recent === undefined ? new WeakRef(entity) : entity;
    this.#recent?.add(this);
    return entity;
  }

  /** Kept once it was asked for. */
  get outline(): Outline {
    this.#outline ??= outlineOf(this.#read());
    return this.#outline;
  }

  /** Lets go of what was read. */
  forget(): void {
    this.#entity = undefined;
  }

  /** Who lists very many first should not wait for all to be read. What is no JSON is told to whoever asks for it. */
  #outlineAtOnce(): void {
    try {
      this.#outline = outlineOf(this.#read());
    } catch {
      this.#outline = undefined;
    }
  }

  #read(): object {
    // Bodies are JSON objects: only `entityWrite` and `Inventory.change` write these kinds.
    return JSON.parse(this.body) as object;
  }
}
