import type { ContentOverride, ContentOverrides } from '#model';

/** The overrides of one version as a tree: what one path says, and what is said below it. */
export interface Overlay {
  override: ContentOverride | undefined;
  readonly children: Map<string, Overlay>;
}

/** The overrides that hold below a version directory; undefined when none do. */
export function overlayOf(overrides: ContentOverrides, version: string): Overlay | undefined {
  const root = emptyOverlay();
  const own = `/${version}`;
  const entries = Object.entries(overrides);
  for (const [path, override] of entries) if (!path.startsWith('/')) place(root, path, override);
  // Those of the version itself go before those of all versions, which what it says to be absent hides too.
  const below = entries.filter(([path]) => path === own || path.startsWith(`${own}/`));
  for (const [path, override] of below.sort(([a], [b]) => a.length - b.length)) {
    const overlay = place(root, path.slice(own.length + 1), override);
    if (override.kind === 'absent') overlay.children.clear();
  }
  return root.children.size === 0 && root.override === undefined ? undefined : root;
}

/** The version directories that an instance has, where it says so itself. */
export function overriddenVersions(overrides: ContentOverrides | undefined): readonly string[] | undefined {
  const root = overrides?.['/'];
  return root?.kind === 'listing' ? root.text.split('\n').filter((line) => line !== '') : undefined;
}

/** Whether an item stands here or below. */
export function holdsItem({ override, children }: Overlay): boolean {
  return isItem(override) || [...children.values()].some(holdsItem);
}

/** Whether an override gives a path its content. */
export function isItem(override: ContentOverride | undefined): boolean {
  return override?.kind === 'text' || override?.kind === 'bytes';
}

function place(root: Overlay, path: string, override: ContentOverride): Overlay {
  let overlay = root;
  for (const segment of path === '' ? [] : path.split('/')) {
    const next = overlay.children.get(segment) ?? emptyOverlay();
    overlay.children.set(segment, next);
    overlay = next;
  }
  overlay.override = override;
  return overlay;
}

function emptyOverlay(): Overlay {
  return { override: undefined, children: new Map() };
}
