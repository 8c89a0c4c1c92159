import type { QueryDialect } from './query-input.ts';
import type { List, Structure } from './schema.ts';
import { writeElement } from './xml-output.ts';

type Values = Readonly<Record<string, unknown>>;

/** How deep lists are taken apart: EC2 lists instances in reservations. */
const DEPTH = 2;

/**
 * The members of an output as XML elements in the schema's order, in pieces: each item of a list is one, and is written
 * when its turn comes.
 */
export function* membersInPieces(
  structure: Structure,
  output: Values,
  dialect: QueryDialect,
  depth = DEPTH,
): Generator<string, void> {
  for (const { name, xmlName, node } of structure.members) {
    const value = output[name];
    if (value === undefined) continue;
    if (!isFilledList(node, value)) yield writeElement(xmlName, node, value, dialect);
    else {
      yield `<${xmlName}>`;
      yield* itemsInPieces(node, value as readonly unknown[], dialect, depth);
      yield `</${xmlName}>`;
    }
  }
}

function* itemsInPieces(
  { item: node, itemName }: List,
  items: readonly unknown[],
  dialect: QueryDialect,
  depth: number,
): Generator<string, void> {
  for (const item of items) {
    // What is taken apart is written anew, also where its XML is kept: so only as far as lists in lists go.
    if (depth === 1 || node.kind !== 'structure' || !hasFilledList(node, item))
      yield writeElement(itemName, node, item, dialect);
    else {
      yield `<${itemName}>`;
      yield* membersInPieces(node, item, dialect, depth - 1);
      yield `</${itemName}>`;
    }
  }
}

function hasFilledList(structure: Structure, item: unknown): item is Values {
  // A value of a structure's type has its members.
  return structure.members.some(({ name, node }) => isFilledList(node, (item as Values)[name]));
}

function isFilledList(node: Structure['members'][number]['node'], value: unknown): node is List {
  return node.kind === 'list' && value !== undefined && (value as readonly unknown[]).length > 0;
}
