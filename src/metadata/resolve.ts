import type { Instance } from '#model';
import type { Features } from './category.ts';
import type { Content } from './content.ts';
import { overlayOf, overriddenVersions } from './overlay.ts';
import { child, presentEntries, valueOf } from './present.ts';
import type { View } from './present.ts';
import { resolveOverlaid } from './resolve-overlaid.ts';
import { TREE } from './tree.ts';
import type { Node } from './tree.ts';
import { VERSIONS } from './versions.ts';

const KNOWN_VERSIONS: ReadonlySet<string> = new Set(VERSIONS);
const VERSION_LISTING: Content = { kind: 'text', text: VERSIONS.join('\n') };
const NO_FEATURES: Features = { securityCredentialsExtended: false };

/**
 * What `path` answers on `instance`; undefined is a 404. The path starts with a slash and is decoded, its slashes
 * collapsed; one at its end means nothing. Never throws, whatever the path.
 */
export function resolve(instance: Instance, path: string, features: Features = NO_FEATURES): Content | undefined {
  if (path === '/') return versionListing(instance, features);
  const [beforeRoot, version = '', ...segments] = path.split('/');
  if (beforeRoot !== '' || !hasVersion(instance, version)) return undefined;
  if (segments.at(-1) === '') segments.pop();
  const view = { instance, version, features };
  const overlay = instance.overrides && overlayOf(instance.overrides, version);
  return overlay === undefined ? descend(view, segments) : resolveOverlaid(view, overlay, segments);
}

/** The versions in the words of the instance, but for those in which overrides leave nothing. */
function versionListing(instance: Instance, features: Features): Content {
  if (instance.overrides === undefined) return VERSION_LISTING;
  const root = instance.overrides['/'];
  const text = root?.kind === 'listing' ? root.text : VERSIONS.join('\n');
  const lines = text.split('\n');
  const shown = lines.filter((line) => line === '' || resolve(instance, `/${line}`, features) !== undefined);
  return { kind: 'text', text: shown.length === lines.length ? text : shown.join('\n') };
}

function hasVersion({ overrides }: Instance, version: string): boolean {
  return overriddenVersions(overrides)?.includes(version) ?? KNOWN_VERSIONS.has(version);
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
  if (node.kind === 'leaf') return valueOf(view, node.category, keys);
  const entries = presentEntries(view, node, keys);
  return entries.length === 0 ? undefined : { kind: 'text', text: entries.map(({ line }) => line).join('\n') };
}
