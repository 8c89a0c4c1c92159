import { decodeUtf8 } from '#base';
import { resolve } from '#metadata';
import type { Content } from '#metadata';
import { OVERRIDES_MAX } from '#model';
import type { ContentOverride, ContentOverrides, Instance } from '#model';
import { listingLines } from './listing-lines.ts';
import type { ShownItem, ShownItems, ShownTree } from './shown-tree.ts';

/** The overrides an instance needs to show a tree, and what cannot be shown again whatever it says. */
export interface NeededOverrides {
  readonly overrides: ContentOverrides;
  readonly notes: readonly string[];
}

/** What has to be said of an instance otherwise, so that it shows `tree`. What it shows by itself needs no saying. */
export function neededOverrides(instance: Instance, tree: ShownTree): NeededOverrides {
  const finder = new OverrideFinder(instance);
  const { isWhole, showsIssued } = tree;
  finder.fit({ ...tree.reference, prefix: '', isWhole, showsIssued });
  for (const { version, items } of tree.others)
    finder.fit({ version, items, prefix: `/${version}`, isWhole, showsIssued });
  return finder;
}

/** One version of a tree, and how the paths of its overrides begin. */
interface Fitting {
  readonly version: string;
  readonly items: ShownItems;
  readonly prefix: string;
  readonly isWhole: boolean;
  readonly showsIssued: boolean;
}

const NOTES_MAX = 100;

class OverrideFinder implements NeededOverrides {
  overrides: Record<string, ContentOverride> = {};
  readonly notes: string[] = [];
  readonly #instance: Instance;
  #count = 0;

  constructor(instance: Instance) {
    this.#instance = instance;
  }

  /** Items first, then what is too much, and listings last: they are words for what is there by then. */
  fit(fitting: Fitting): void {
    this.#fitItems(fitting);
    if (fitting.isWhole) this.#removeFrom(fitting, '');
    this.#fitListings(fitting);
  }

  #fitItems(fitting: Fitting): void {
    const before = this.#asItIs();
    const needed: [string, ContentOverride][] = [];
    for (const [path, item] of fitting.items) {
      if (item.status !== 200 && item.status !== 404)
        this.#note(`${fitting.version}/${path} answered ${item.status}; that is not shown again`);
      if (item.status === 404 && resolve(before, urlOf(fitting, path)) !== undefined)
        needed.push([path, { kind: 'absent' }]);
      if (item.status !== 200 || isDirectory(fitting.items, path, item)) continue;
      const content = resolve(before, urlOf(fitting, path));
      const isIssuedAnew = content?.kind === 'issued' && !fitting.showsIssued;
      if (isIssuedAnew || (item.audience === undefined && item.moment === undefined && shows(content, item))) continue;
      needed.push([path, itemOverride(item)]);
    }
    for (const [path, override] of needed) this.#add(fitting, path, override);
  }

  #removeFrom(fitting: Fitting, directory: string): void {
    const shown = fitting.items.get(directory);
    if (shown === undefined) return;
    if (shown.status !== 200) return this.#add(fitting, directory, { kind: 'absent' });
    const listing = resolve(this.#asItIs(), urlOf(fitting, directory));
    if (listing?.kind !== 'text' || !shown.isListing) return;
    const url = urlOf(fitting, directory);
    const named = new Set(listingLines(url, decodeUtf8(shown.body) ?? '').listed.map(({ name }) => name));
    for (const { name, isDirectory } of listingLines(url, listing.text).listed) {
      const path = directory === '' ? name : `${directory}/${name}`;
      const isMissing = !named.has(name) || (fitting.items.get(path)?.status ?? 200) !== 200;
      if (isMissing) this.#add(fitting, path, { kind: 'absent' });
      else if (isDirectory) this.#removeFrom(fitting, path);
    }
  }

  #fitListings(fitting: Fitting): void {
    for (const [path, item] of fitting.items) {
      if (item.status !== 200 || !item.isListing) continue;
      if (shows(resolve(this.#asItIs(), urlOf(fitting, path)), item)) continue;
      this.#list(fitting, path, item);
      const text = decodeUtf8(item.body);
      if (text !== undefined) this.#add(fitting, path, { kind: 'listing', text });
      const isShown = text !== undefined && shows(resolve(this.#asItIs(), urlOf(fitting, path)), item);
      if (!isShown)
        this.#note(`${urlOf(fitting, path)}/ lists what does not answer, or not all that does; shown is what answers`);
    }
  }

  /** Items that an instance has but does not list are listed where they are overridden. */
  #list(fitting: Fitting, directory: string, listing: ShownItem): void {
    const url = urlOf(fitting, directory);
    const content = resolve(this.#asItIs(), url);
    const listed = new Set(
      listingLines(url, content?.kind === 'text' ? content.text : '').listed.map(({ name }) => name),
    );
    for (const { name } of listingLines(url, decodeUtf8(listing.body) ?? '').listed) {
      const path = directory === '' ? name : `${directory}/${name}`;
      const item = fitting.items.get(path);
      if (!listed.has(name) && item?.status === 200 && !item.isListing) this.#add(fitting, path, itemOverride(item));
    }
  }

  #asItIs(): Instance {
    return this.#count === 0 ? this.#instance : { ...this.#instance, overrides: this.overrides };
  }

  #add({ prefix }: Fitting, path: string, override: ContentOverride): void {
    if (this.#count === OVERRIDES_MAX)
      return this.#note(`only ${OVERRIDES_MAX} paths can be shown otherwise than an instance would`);
    this.#count++;
    this.overrides[path === '' || prefix === '' ? `${prefix}${path}` : `${prefix}/${path}`] = override;
  }

  #note(text: string): void {
    if (this.notes.length < NOTES_MAX && !this.notes.includes(text)) this.notes.push(text);
  }
}

function urlOf({ version }: Fitting, path: string): string {
  return path === '' ? `/${version}` : `/${version}/${path}`;
}

/** What has something below it is a directory, however it was listed. */
function isDirectory(items: ShownItems, path: string, item: ShownItem): boolean {
  return (
    item.isListing || (items.size < OVERRIDES_MAX && [...items.keys()].some((other) => other.startsWith(`${path}/`)))
  );
}

/** Whether content is what the item shows. */
function shows(content: Content | undefined, item: ShownItem): boolean {
  switch (content?.kind) {
    case undefined:
    case 'issued':
      return false;
    case 'text':
      return decodeUtf8(item.body) === content.text && isType(item, 'text/plain');
    case 'user-data':
      return Buffer.from(item.body).toString('base64') === content.base64 && isType(item, 'application/octet-stream');
    case 'overridden': {
      const { body, contentType = 'text/plain' } = content.item;
      const bytes = 'text' in body ? Buffer.from(body.text) : Buffer.from(body.base64, 'base64');
      return bytes.equals(item.body) && isType(item, contentType);
    }
  }
}

/** The media types of listings are always EC2's. */
function isType({ contentType, isListing }: ShownItem, expected: string): boolean {
  return isListing || contentType === undefined || contentType === expected;
}

function itemOverride({ body, contentType, audience, moment }: ShownItem): ContentOverride {
  const text = decodeUtf8(body);
  const type = { ...(audience === undefined ? {} : { audience }), ...typeOf(contentType) };
  return text === undefined || Buffer.compare(Buffer.from(text), body) !== 0
    ? { kind: 'bytes', base64: Buffer.from(body).toString('base64'), ...type }
    : { kind: 'text', text, ...(moment === undefined ? {} : { moment }), ...type };
}

/** What the media type adds where it is another than most have. */
function typeOf(contentType: string | undefined): { readonly contentType?: string } {
  return contentType === undefined || contentType === 'text/plain' ? {} : { contentType };
}
