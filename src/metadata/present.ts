import type { Instance } from '#model';
import type { Category, Features, Keys } from './category.ts';
import type { Content } from './content.ts';
import type { Directory, Keyed, Node } from './tree.ts';

/** From where the tree is looked at. */
export interface View {
  readonly instance: Instance;
  readonly version: string;
  readonly features: Features;
}

/** Something that a directory lists: the segment that leads to it, and the line it has. */
export interface ListedEntry {
  readonly name: string;
  readonly line: string;
}

/** Where one segment leads, whether something is present there or not. */
export function child(node: Node, segment: string): Node | undefined {
  switch (node.kind) {
    case 'leaf':
      return undefined;
    case 'directory':
      return node.children.get(segment);
    case 'keyed':
      return isPathKey(segment) ? node.child : undefined;
  }
}

/** What an item answers; undefined where it is not present. */
export function valueOf(view: View, category: Category, keys: Keys): Content | undefined {
  if (!isVisible(view, category)) return undefined;
  const value = category.value(view.instance, keys);
  return typeof value === 'string' ? { kind: 'text', text: value } : value;
}

/** What a directory lists, in its order. */
export function presentEntries(view: View, node: Directory | Keyed, keys: Keys): readonly ListedEntry[] {
  return node.kind === 'keyed'
    ? keyedEntries(view, node, keys)
    : node.listing.filter((entry) => isPresent(view, entry.node, keys));
}

/** A directory is present if something that it lists is. */
export function isPresent(view: View, node: Node, keys: Keys): boolean {
  switch (node.kind) {
    case 'leaf':
      return isVisible(view, node.category) && hasValue(view, node.category, keys);
    case 'directory':
      return node.listing.some(({ node: entry }) => isPresent(view, entry, keys));
    case 'keyed':
      return node.placeholder
        .candidates(view.instance, keys)
        .some((key) => isPathKey(key) && isPresent(view, node.child, [...keys, key]));
  }
}

/**
 * Whether a key is a path segment as it stands (`pchar` of RFC 3986 §3.3 without percent-encoding): others could be listed
 * but not asked for by a client that puts listed lines together to paths.
 */
export function isPathKey(key: string): boolean {
  return /^[\w\-.~!$&'()*+,;=:@]+$/.test(key) && key !== '.' && key !== '..';
}

function isVisible({ version, features }: View, { since, feature }: Category): boolean {
  return since <= version && (feature === undefined || features[feature]);
}

/** Spares making documents that are always there, only to see that they are. */
function hasValue(view: View, category: Category, keys: Keys): boolean {
  return category.present === 'always' || category.value(view.instance, keys) !== undefined;
}

function keyedEntries(view: View, { placeholder, child }: Keyed, keys: Keys): readonly ListedEntry[] {
  const slash = child.kind === 'leaf' ? '' : '/';
  return placeholder
    .candidates(view.instance, keys)
    .filter((key) => isPathKey(key) && isPresent(view, child, [...keys, key]))
    .map((key) => ({ name: key, line: placeholder.listedAs?.(view.instance, key) ?? `${key}${slash}` }));
}
