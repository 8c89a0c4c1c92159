import type { Instance } from '#model';
import type { Category, Features, Keys } from './category.ts';
import type { Content } from './content.ts';
import { TREE } from './tree.ts';
import type { Directory, Keyed, Node } from './tree.ts';
import { VERSIONS } from './versions.ts';

const KNOWN_VERSIONS: ReadonlySet<string> = new Set(VERSIONS);
const VERSION_LISTING: Content = { kind: 'text', text: VERSIONS.join('\n') };
const NO_FEATURES: Features = { securityCredentialsExtended: false };

/** From where the tree is looked at. */
interface View {
  readonly instance: Instance;
  readonly version: string;
  readonly features: Features;
}

/**
 * What `path` answers on `instance`; undefined is a 404. The path starts with a slash and is decoded, its slashes
 * collapsed; one at its end means nothing. Never throws, whatever the path.
 */
export function resolve(instance: Instance, path: string, features: Features = NO_FEATURES): Content | undefined {
  if (path === '/') return VERSION_LISTING;
  const [beforeRoot, version = '', ...segments] = path.split('/');
  if (beforeRoot !== '' || !KNOWN_VERSIONS.has(version)) return undefined;
  if (segments.at(-1) === '') segments.pop();
  return descend({ instance, version, features }, segments);
}

function descend(view: View, segments: readonly string[]): Content | undefined {
  const keys: string[] = [];
  let node: Node = TREE;
  for (const segment of segments) {
    const next = child(node, segment);
    if (next === undefined) return undefined;
    if (node.kind === 'keyed') keys.push(segment);
    node = next;
  }
  return node.kind === 'leaf' ? valueOf(view, node.category, keys) : listing(view, node, keys);
}

function child(node: Node, segment: string): Node | undefined {
  switch (node.kind) {
    case 'leaf':
      return undefined;
    case 'directory':
      return node.children.get(segment);
    case 'keyed':
      return isPathKey(segment) ? node.child : undefined;
  }
}

function valueOf(view: View, category: Category, keys: Keys): Content | undefined {
  if (!isVisible(view, category)) return undefined;
  const value = category.value(view.instance, keys);
  return typeof value === 'string' ? { kind: 'text', text: value } : value;
}

function isVisible({ version, features }: View, { since, feature }: Category): boolean {
  return since <= version && (feature === undefined || features[feature]);
}

function listing(view: View, directory: Directory | Keyed, keys: Keys): Content | undefined {
  const text = directory.kind === 'keyed' ? keyedListing(view, directory, keys) : fixedListing(view, directory, keys);
  return text === '' ? undefined : { kind: 'text', text };
}

function fixedListing(view: View, { listing }: Directory, keys: Keys): string {
  let text = '';
  for (const { line, node } of listing) {
    if (isPresent(view, node, keys)) text += text === '' ? line : `\n${line}`;
  }
  return text;
}

function keyedListing(view: View, { placeholder, child }: Keyed, keys: Keys): string {
  const slash = child.kind === 'leaf' ? '' : '/';
  return placeholder
    .candidates(view.instance, keys)
    .filter((key) => isPathKey(key) && isPresent(view, child, [...keys, key]))
    .map((key) => placeholder.listedAs?.(view.instance, key) ?? `${key}${slash}`)
    .join('\n');
}

/** A directory is present if something that it lists is. */
function isPresent(view: View, node: Node, keys: Keys): boolean {
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

/** Spares making documents that are always there, only to see that they are. */
function hasValue(view: View, category: Category, keys: Keys): boolean {
  return category.present === 'always' || category.value(view.instance, keys) !== undefined;
}

/**
 * Whether a key is a path segment as it stands (`pchar` of RFC 3986 §3.3 without percent-encoding): others could be listed
 * but not asked for by a client that puts listed lines together to paths.
 */
function isPathKey(key: string): boolean {
  return /^[\w\-.~!$&'()*+,;=:@]+$/.test(key) && key !== '.' && key !== '..';
}
