// AWS Query and EC2 Query protocols, https://smithy.io/2.0/aws/protocols/aws-query-protocol.html and aws-ec2-query-protocol.html.
import type { Complain } from './complaint.ts';
import { parseLeafText } from './leaf-text.ts';
import type { ParameterNode } from './query-string.ts';
import type { List, Node, Structure, Table } from './schema.ts';

/** EC2's lists are `Name.N`; the others' `Name.member.N`. */
export type QueryDialect = 'ec2' | 'query';

const INDEX = /^[1-9]\d{0,8}$/;

/** Reads an input from the parameters of a query. EC2 minds parameters that it does not know, the others do not. */
export function readQueryInput(
  structure: Structure,
  parameters: ParameterNode,
  dialect: QueryDialect,
  complain: Complain,
): Readonly<Record<string, unknown>> {
  const reader = new QueryReader(dialect, complain);
  const input = reader.structure(structure, parameters, '');
  if (dialect === 'ec2') reader.complainOfUnread(parameters, '');
  return input;
}

class QueryReader {
  readonly #dialect: QueryDialect;
  readonly #complain: Complain;
  readonly #read = new Set<ParameterNode>();

  constructor(dialect: QueryDialect, complain: Complain) {
    this.#dialect = dialect;
    this.#complain = complain;
  }

  /** Walks the schema and never the parameters, so that its effort is bounded by both. */
  structure(structure: Structure, at: ParameterNode, path: string): Readonly<Record<string, unknown>> {
    const entries: [string, unknown][] = [];
    for (const { name, key, node, required } of structure.members) {
      const child = at.children.get(key);
      const memberPath = join(path, key);
      const value = child === undefined ? undefined : this.#value(node, child, memberPath);
      if (value !== undefined) entries.push([name, value]);
      // A value that is there but malformed was complained of already.
      else if (required && child?.value === undefined) this.#complain({ kind: 'missing', path: memberPath });
    }
    return Object.fromEntries(entries);
  }

  complainOfUnread(at: ParameterNode, path: string): void {
    if (at.value !== undefined && !this.#read.has(at)) this.#complain({ kind: 'unknown', path });
    for (const [part, child] of at.children) this.complainOfUnread(child, join(path, part));
  }

  #value(node: Node, at: ParameterNode, path: string): unknown {
    switch (node.kind) {
      case 'leaf':
        if (at.value === undefined) return undefined;
        this.#read.add(at);
        return parseLeafText(node, at.value, path, this.#complain);
      case 'list':
        return this.#list(node, at, path);
      case 'table':
        return this.#table(node, at, path);
      case 'structure':
        return at.children.size === 0 ? undefined : this.structure(node, at, path);
    }
  }

  #list(list: List, at: ParameterNode, path: string): readonly unknown[] | undefined {
    if (at.children.size === 0 && at.value === '') {
      this.#read.add(at);
      return [];
    }
    const part = this.#dialect === 'ec2' ? undefined : list.itemName;
    const container = part === undefined ? at : at.children.get(part);
    const items = numbered(container).map(([index, child]) =>
      this.#value(list.item, child, join(part === undefined ? path : join(path, part), index)),
    );
    return items.length === 0 ? undefined : items.filter((item) => item !== undefined);
  }

  #table(table: Table, at: ParameterNode, path: string): Readonly<Record<string, unknown>> | undefined {
    const entries: [string, unknown][] = [];
    for (const [index, entry] of numbered(at.children.get('entry'))) {
      const [key, value] = [entry.children.get('key'), entry.children.get('value')];
      if (key?.value === undefined || value === undefined) continue;
      entries.push([key.value, this.#value(table.value, value, `${path}.entry.${index}.value`)]);
    }
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }
}

/** The children whose names are numbers, in their order; numbers may be left out. */
function numbered(at: ParameterNode | undefined): [string, ParameterNode][] {
  return [...(at?.children ?? [])]
    .filter(([part]) => INDEX.test(part))
    .sort(([left], [right]) => Number(left) - Number(right));
}

function join(path: string, part: string): string {
  return path === '' ? part : `${path}.${part}`;
}
