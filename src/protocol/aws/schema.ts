/** How one value looks, whatever protocol carries it. */
export type Node = Leaf | List | Table | Structure;

/** A value without parts. Numbers of all widths are one; timestamps are `Date`, blobs `Uint8Array`. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly type: 'string' | 'number' | 'boolean' | 'timestamp' | 'blob';
  /** The values a string may have; `undefined` if any. */
  readonly values: readonly string[] | undefined;
}

/** An array. */
export interface List {
  readonly kind: 'list';
  readonly item: Node;
  /** What XML and awsQuery call an item. */
  readonly itemName: string;
}

/** A record of texts to values (a "map" of Smithy's). */
export interface Table {
  readonly kind: 'table';
  readonly value: Node;
}

/** An object with known members. */
export interface Structure {
  readonly kind: 'structure';
  readonly name: string;
  readonly members: readonly Member[];
}

/** One member of a structure, with its name in every protocol. */
export interface Member {
  readonly name: string;
  readonly node: Node;
  /** Whether an input without it is refused. */
  readonly required: boolean;
  /** In a query. */
  readonly key: string;
  /** In XML. */
  readonly xmlName: string;
  /** In restJson1; the other JSON protocols and CBOR take `name`. */
  readonly jsonName: string;
  /** Where an input has it: in the document, in the path or in the query string of a restJson1 request. */
  readonly place: Place;
  /** Whether AWS keeps it out of logs. */
  readonly sensitive: boolean;
}

/** Where restJson1 puts a member of an input. */
export type Place =
  | { readonly kind: 'document' }
  | { readonly kind: 'label' }
  | { readonly kind: 'parameter'; readonly name: string };

/** An operation of a service. */
export interface Operation {
  readonly name: string;
  readonly input: Structure;
  /** `undefined` if it answers with nothing but that it was done. */
  readonly output: Structure | undefined;
  /** `undefined` but for restJson1. */
  readonly http: HttpBinding | undefined;
}

/** Where restJson1 finds an operation. */
export interface HttpBinding {
  readonly method: string;
  /** The template's segments; a label is in braces. */
  readonly segments: readonly string[];
  readonly status: number;
}

/** An error that a service declares. */
export interface ModelledError {
  /** Its name in JSON and CBOR. */
  readonly name: string;
  /** Its code in awsQuery; the name if that has no other. */
  readonly queryCode: string;
  /** Whether awsQuery calls it differently from JSON, so that `x-amzn-query-error` is due. */
  readonly queryCompatible: boolean;
  readonly status: number;
  readonly structure: Structure;
}
