import type { HttpBinding, Leaf, Member, ModelledError, Node, Operation, Place, Structure } from './schema.ts';

/**
 * The schemas of one service as `scripts/extract-aws-schemas.ts` writes them. A shape's members are written
 * `TYPE WORD…`, where TYPE is a leaf (`string`, `number`, `boolean`, `timestamp`, `blob`), `#Enum`, a shape's name,
 * `[TYPE]` or `[itemName:TYPE]` for a list, `{TYPE}` for a table of texts to TYPE; and a WORD is `required`, `token` (the
 * client makes one up if it has none), `sensitive`, `label`, `param=NAME`, `key=NAME`, `xml=NAME` or `json=NAME`.
 */
export interface ServiceData {
  readonly source: string;
  readonly operations: Readonly<Record<string, OperationData>>;
  readonly errors: Readonly<Record<string, ErrorData>>;
  /** Values separated by `|`. */
  readonly enums: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface OperationData {
  readonly input: string;
  readonly output: string;
  readonly http?: string;
}

interface ErrorData {
  readonly status: string;
  readonly queryCode?: string;
}

/** What a service's data say. */
export interface LoadedService {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly errors: readonly ModelledError[];
}

const UNIT = 'unit';
const LEAVES: Readonly<Record<string, Leaf['type']>> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  timestamp: 'timestamp',
  blob: 'blob',
};

/** Links a service's data into a graph; throws if they are not as `ServiceData` says. */
export function loadService(data: ServiceData): LoadedService {
  const shapes = new Shapes(data);
  const operations = Object.entries(data.operations).map(([name, { input, output, http }]): [string, Operation] => [
    name,
    {
      name,
      input: input === UNIT ? { kind: 'structure', name, members: [] } : shapes.structure(input),
      output: output === UNIT ? undefined : shapes.structure(output),
      http: http === undefined ? undefined : readHttpBinding(http),
    },
  ]);
  const errors = Object.entries(data.errors).map(([name, { status, queryCode }]) => ({
    name,
    queryCode: queryCode ?? name,
    queryCompatible: queryCode !== undefined,
    status: Number(status),
    structure: shapes.structure(name),
  }));
  return { operations: new Map(operations), errors };
}

function readHttpBinding(text: string): HttpBinding {
  const [method = '', path = '', status = ''] = text.split(' ');
  return { method, segments: path.split('/').slice(1), status: Number(status) };
}

class Shapes {
  readonly #data: ServiceData;
  readonly #structures = new Map<string, Structure>();

  constructor(data: ServiceData) {
    this.#data = data;
  }

  structure(name: string): Structure {
    const known = this.#structures.get(name);
    if (known !== undefined) return known;
    const data = this.#data.shapes[name];
    if (data === undefined) throw new Error(`${this.#data.source} has no shape ${name}`);
    const members: Member[] = [];
    const structure: Structure = { kind: 'structure', name, members };
    // Known before it is complete: a shape may contain itself.
    this.#structures.set(name, structure);
    for (const [member, text] of Object.entries(data)) members.push(this.#member(member, text));
    return structure;
  }

  #member(name: string, text: string): Member {
    const [type = '', ...words] = text.split(' ');
    const named = (prefix: string): string | undefined =>
      words.find((word) => word.startsWith(prefix))?.slice(prefix.length);
    return {
      name,
      node: this.#node(type),
      required: words.includes('required') && !words.includes('token'),
      key: named('key=') ?? name,
      xmlName: named('xml=') ?? name,
      jsonName: named('json=') ?? name,
      place: place(words.includes('label'), named('param=')),
      sensitive: words.includes('sensitive'),
    };
  }

  #node(type: string): Node {
    const inner = type.slice(1, -1);
    if (type.startsWith('{')) return { kind: 'table', value: this.#node(inner) };
    if (type.startsWith('[')) {
      const [, itemName = 'member', item = inner] = /^(\w+):(.*)$/.exec(inner) ?? [];
      return { kind: 'list', itemName, item: this.#node(item) };
    }
    if (type.startsWith('#')) return this.#enum(type.slice(1));
    const leaf = LEAVES[type];
    return leaf === undefined ? this.structure(type) : { kind: 'leaf', type: leaf, values: undefined };
  }

  #enum(name: string): Leaf {
    const values = this.#data.enums[name];
    if (values === undefined) throw new Error(`${this.#data.source} has no enum ${name}`);
    return { kind: 'leaf', type: 'string', values: values.split('|') };
  }
}

function place(label: boolean, parameter: string | undefined): Place {
  if (label) return { kind: 'label' };
  return parameter === undefined ? { kind: 'document' } : { kind: 'parameter', name: parameter };
}
