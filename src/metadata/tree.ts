import { CATEGORIES, PLACEHOLDERS } from './catalogue.ts';
import type { Category, Placeholder } from './category.ts';

/** One place in the tree: an item, a directory of fixed names, or a directory whose names depend on the instance. */
export type Node = Leaf | Directory | Keyed;

/** An item. */
interface Leaf {
  readonly kind: 'leaf';
  readonly category: Category;
}

/** A directory of fixed names. */
export interface Directory {
  readonly kind: 'directory';
  readonly children: ReadonlyMap<string, Node>;
  /** The children that are listed if present, in order, each with its line. */
  readonly listing: readonly { readonly name: string; readonly line: string; readonly node: Node }[];
}

/** A directory whose names are the keys of a placeholder. */
export interface Keyed {
  readonly kind: 'keyed';
  readonly placeholder: Placeholder;
  readonly child: Node;
}

/** The tree below a version directory, made from the table once. */
export const TREE: Node = compile(CATEGORIES, 0);

/** Throws on a table that contradicts itself, so that a wrong row is seen when the program starts. */
function compile(categories: readonly Category[], depth: number): Node {
  const [only, ...others] = categories;
  const groups = Map.groupBy(categories, ({ path }) => path.split('/')[depth] ?? '');
  const [name = '', ...names] = groups.keys();
  if (name === '' && only !== undefined && others.length === 0) return { kind: 'leaf', category: only };
  if (groups.has('')) throw new Error(`Two categories at or below the same path: ${only?.path}`);
  if (![name, ...names].some((each) => each.startsWith('{'))) return directory(groups, depth);
  const placeholder = PLACEHOLDERS.get(name.slice(1, -1));
  if (placeholder === undefined || names.length > 0) throw new Error(`Unknown or mixed placeholder: ${only?.path}`);
  return { kind: 'keyed', placeholder, child: compile(categories, depth + 1) };
}

function directory(groups: ReadonlyMap<string, readonly Category[]>, depth: number): Directory {
  const children = new Map([...groups].map(([name, group]) => [name, compile(group, depth + 1)]));
  const listing = [...children]
    .filter(([name]) => groups.get(name)?.some(({ unlisted }) => unlisted !== name))
    .sort(([a, nodeA], [b, nodeB]) => order(nodeA) - order(nodeB) || (a < b ? -1 : 1))
    .map(([name, node]) => ({ name, line: line(name, node, depth), node }));
  return { kind: 'directory', children, listing };
}

/** Where an item stands before its name is looked at. */
function order(node: Node): number {
  return node.kind === 'leaf' ? (node.category.order ?? 0) : 0;
}

/** Only right below a version do directories have no slash. */
function line(name: string, node: Node, depth: number): string {
  return depth === 0 || node.kind === 'leaf' ? name : `${name}/`;
}
