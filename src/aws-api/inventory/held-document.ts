/** A document as the inventory holds it: text, read when somebody asks and then kept while memory lasts. */
export class HeldDocument {
  readonly revision: number;
  /** The revision at which it came into being: what is listed is listed in this order. */
  readonly createdRevision: number;
  readonly body: string;
  #entity: WeakRef<object> | undefined;

  constructor(revision: number, createdRevision: number, body: string) {
    this.revision = revision;
    this.createdRevision = createdRevision;
    this.body = body;
  }

  get entity(): object {
    const known = this.#entity?.deref();
    if (known !== undefined) return known;
    // Bodies are JSON objects: only `entityWrite` and `Inventory.change` write these kinds.
    const entity = JSON.parse(this.body) as object;
    this.#entity = new WeakRef(entity);
    return entity;
  }
}
