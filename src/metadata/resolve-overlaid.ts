import type { ContentOverride } from '#model';
import type { Keys } from './category.ts';
import type { Content, OverriddenContent } from './content.ts';
import { listedNames } from './listed-names.ts';
import { holdsItem, isItem } from './overlay.ts';
import type { Overlay } from './overlay.ts';
import { child, isPathKey, isPresent, presentEntries, valueOf } from './present.ts';
import type { ListedEntry, View } from './present.ts';
import { TREE } from './tree.ts';
import type { Node } from './tree.ts';

/** One place of the tree with what is said of it otherwise; without `node`, the tree itself has nothing there. */
interface Place {
  readonly node: Node | undefined;
  readonly overlay: Overlay | undefined;
  readonly keys: Keys;
  /** How many segments below the version. */
  readonly depth: number;
}

/** What `segments` below a version answer where overrides are to be minded. Listings show exactly what then answers. */
export function resolveOverlaid(view: View, overlay: Overlay, segments: readonly string[]): Content | undefined {
  let place: Place | undefined = enter({ node: TREE, overlay, keys: [], depth: 0 });
  for (const segment of segments) {
    if (place === undefined || isItem(place.overlay?.override)) return undefined;
    place = step(place, segment);
  }
  if (place === undefined) return undefined;
  const item = place.overlay?.override && contentOf(place.overlay.override);
  if (item !== undefined) return item;
  if (place.node?.kind === 'leaf' && !hasChildren(place)) return valueOf(view, place.node.category, place.keys);
  return listing(view, place);
}

/** The item that an override is; undefined for those that say something else. */
function contentOf(override: ContentOverride): Content | undefined {
  if (override.kind === 'absent' || override.kind === 'listing') return undefined;
  const { contentType, audience } = override;
  return {
    kind: 'overridden',
    item: {
      body: override.kind === 'text' ? bodyOf(override) : { base64: override.base64 },
      ...(contentType === undefined ? {} : { contentType }),
      ...(audience === undefined ? {} : { audience }),
    },
  };
}

function bodyOf({ text, moment }: ContentOverride & { kind: 'text' }): OverriddenContent['body'] {
  return moment === undefined ? { text } : { text, moment };
}

function step({ node, overlay, keys, depth }: Place, segment: string): Place | undefined {
  const next = node && child(node, segment);
  const below = overlay?.children.get(segment);
  if (next === undefined && below === undefined) return undefined;
  const deeper = node?.kind === 'keyed' ? [...keys, segment] : keys;
  return enter({ node: next, overlay: below, keys: deeper, depth: depth + 1 });
}

/** What is said to be absent is not looked for in the tree, nor is anything below it. */
function enter(place: Place): Place {
  return place.overlay?.override?.kind === 'absent' ? { ...place, node: undefined } : place;
}

/** An item that has been given something below it has become a directory. */
function hasChildren({ overlay }: Place): boolean {
  return overlay !== undefined && [...overlay.children.values()].some(holdsItem);
}

function listing(view: View, place: Place): Content | undefined {
  const entries = entriesOf(view, place);
  if (entries.length === 0) return undefined;
  return { kind: 'text', text: wordedListing(place, entries) ?? entries.map(({ line }) => line).join('\n') };
}

/** The words that an override has for exactly these entries, whatever their order. */
function wordedListing({ overlay }: Place, entries: readonly ListedEntry[]): string | undefined {
  if (overlay?.override?.kind !== 'listing') return undefined;
  const { text } = overlay.override;
  const names = new Set(listedNames(text, entries));
  return names.size === entries.length && entries.every(({ name }) => names.has(name)) ? text : undefined;
}

function entriesOf(view: View, place: Place): readonly ListedEntry[] {
  const { node, overlay, keys } = place;
  const given = node === undefined || node.kind === 'leaf' ? [] : treeEntries(view, place, node, keys);
  const known = new Set(given.map(({ name }) => name));
  const added = [...(overlay?.children ?? [])]
    .filter(([name, below]) => !known.has(name) && isPathKey(name) && isThere(view, step(place, name), below))
    .map(([name, below]) => ({ name, line: lineOf(name, below, place.depth) }));
  return merged(given, added);
}

function treeEntries(view: View, place: Place, node: Exclude<Node, { kind: 'leaf' }>, keys: Keys): ListedEntry[] {
  return presentEntries(view, node, keys)
    .filter(({ name }) => isThere(view, step(place, name), place.overlay?.children.get(name)))
    .map((entry) => {
      const below = place.overlay?.children.get(entry.name);
      return below === undefined || !changesLine(child(node, entry.name), below)
        ? entry
        : { name: entry.name, line: lineOf(entry.name, below, place.depth) };
    });
}

/** Whether an override makes an item of a directory, or a directory of an item. */
function changesLine(node: Node | undefined, overlay: Overlay): boolean {
  return node?.kind === 'leaf' ? !isItem(overlay.override) && holdsItem(overlay) : isItem(overlay.override);
}

function isThere(view: View, place: Place | undefined, overlay: Overlay | undefined): boolean {
  if (place === undefined) return false;
  if (overlay === undefined) return place.node !== undefined && isPresent(view, place.node, place.keys);
  if (isItem(overlay.override)) return true;
  if (place.node?.kind === 'leaf' && !hasChildren(place)) return isPresent(view, place.node, place.keys);
  return entriesOf(view, place).length > 0;
}

/** Only right below a version do directories have no slash. */
function lineOf(name: string, overlay: Overlay, depth: number): string {
  return depth === 0 || isItem(overlay.override) ? name : `${name}/`;
}

/** What is added stands where the alphabet has it, among entries that keep their order. */
function merged(given: readonly ListedEntry[], added: readonly ListedEntry[]): readonly ListedEntry[] {
  const entries = [...given];
  for (const entry of added.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const later = entries.findIndex(({ name }) => name > entry.name);
    entries.splice(later === -1 ? entries.length : later, 0, entry);
  }
  return entries;
}
