// The JSON protocols and RPC v2 CBOR: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html and siblings.
import { checkEnum, complainMalformed } from './leaf-text.ts';
import type { Complain } from './complaint.ts';
import type { Leaf, Member, Node, Structure } from './schema.ts';
import { decodeBase64 } from './base64.ts';

/** What tells the document protocols apart: how members are named, and how JSON puts what it has no type for. */
export type DocumentDialect = 'json' | 'rest' | 'cbor';

type Object = Readonly<Record<string, unknown>>;

/** Whether `value` is an object of a document and not an array, a date or bytes. */
export function isObject(value: unknown): value is Object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The name of a member in a document. */
export function documentName(member: Member, dialect: DocumentDialect): string {
  return dialect === 'rest' ? member.jsonName : member.name;
}

/** Reads the members of an input that are in the document; members that the structure does not have are passed over. */
export function readDocumentInput(
  structure: Structure,
  document: Object,
  dialect: DocumentDialect,
  complain: Complain,
): Object {
  return new DocumentReader(dialect, complain).structure(structure, document, '');
}

class DocumentReader {
  readonly #dialect: DocumentDialect;
  readonly #complain: Complain;

  constructor(dialect: DocumentDialect, complain: Complain) {
    this.#dialect = dialect;
    this.#complain = complain;
  }

  structure(structure: Structure, document: Object, path: string): Object {
    const entries: [string, unknown][] = [];
    for (const member of structure.members) {
      if (member.place.kind !== 'document') continue;
      const name = documentName(member, this.#dialect);
      const raw = Object.hasOwn(document, name) ? document[name] : undefined;
      const memberPath = path === '' ? member.name : `${path}.${member.name}`;
      if (raw !== undefined && raw !== null) entries.push([member.name, this.#value(member.node, raw, memberPath)]);
      else if (member.required) this.#complain({ kind: 'missing', path: memberPath });
    }
    return Object.fromEntries(entries);
  }

  #value(node: Node, raw: unknown, path: string): unknown {
    switch (node.kind) {
      case 'leaf':
        return this.#leaf(node, raw, path);
      case 'list':
        if (!Array.isArray(raw)) return this.#malformed(path, 'a list');
        return raw.map((item: unknown, index) => this.#value(node.item, item, `${path}.member.${index + 1}`));
      case 'table':
        if (!isObject(raw)) return this.#malformed(path, 'a map');
        return Object.fromEntries(
          Object.entries(raw).map(([key, item]) => [key, this.#value(node.value, item, `${path}.${key}`)]),
        );
      case 'structure':
        return isObject(raw) ? this.structure(node, raw, path) : this.#malformed(path, 'a structure');
    }
  }

  #leaf(leaf: Leaf, raw: unknown, path: string): unknown {
    const value = readLeaf(leaf.type, raw);
    if (value === undefined) complainMalformed(leaf, path, this.#complain);
    else if (leaf.values !== undefined && typeof value === 'string')
      checkEnum(leaf.values, value, path, this.#complain);
    return value;
  }

  #malformed(path: string, expected: string): undefined {
    this.#complain({ kind: 'malformed', path, expected });
  }
}

function readLeaf(type: Leaf['type'], raw: unknown): unknown {
  switch (type) {
    case 'timestamp':
      return raw instanceof Date ? raw : readEpochSeconds(raw);
    case 'blob':
      return typeof raw === 'string' ? decodeBase64(raw) : readBytes(raw);
    case 'string':
    case 'number':
    case 'boolean':
      return typeof raw === type ? raw : undefined;
  }
}

function readEpochSeconds(raw: unknown): Date | undefined {
  const time = new Date(typeof raw === 'number' ? Math.round(raw * 1000) : Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

function readBytes(raw: unknown): Uint8Array | undefined {
  return raw instanceof Uint8Array ? raw : undefined;
}
