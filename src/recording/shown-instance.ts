import { BUILT_IN_METADATA_OPTIONS, completeInstance } from '#model';
import type { MetadataOptions } from '#model';
import { neededOverrides } from './overrides.ts';
import { readInstance } from './read-instance.ts';
import type { ReadInstance } from './read-instance.ts';
import type { ShownTree } from './shown-tree.ts';

/** An instance that shows a given tree. */
export interface ShownInstance {
  /** In the words of the model as far as it has them; `overrides` says the rest. */
  readonly instance: ReadInstance;
  /** The options that it takes to show the tree. */
  readonly options: Partial<MetadataOptions>;
  /** What cannot be shown again. */
  readonly notes: readonly string[];
}

/** Makes the instance that shows `tree`. What the tree does not say of it is made up from `seed`, always alike. */
export function shownInstance(tree: ShownTree, seed: string): ShownInstance {
  const { items } = tree.reference;
  const read = readInstance(items, seed);
  const showsTags = [...items.keys()].some((path) => path.startsWith('meta-data/tags/'));
  const options: Partial<MetadataOptions> = showsTags ? { instanceMetadataTags: 'enabled' } : {};
  const complete = completeInstance({
    ...read,
    launchTimeMs: read.launchTimeMs ?? 0,
    revisedAtMs: 0,
    metadataOptions: { ...BUILT_IN_METADATA_OPTIONS, ...options },
  });
  const { overrides, notes } = neededOverrides(complete, tree);
  const instance = Object.keys(overrides).length === 0 ? read : { ...read, overrides };
  return { instance, options, notes };
}
