import { decodeUtf8 } from '#base';
import type { ShownItems } from './shown-tree.ts';

/** What the items of a tree say, as somebody who looks for certain things reads them. */
export class Facts {
  readonly #items: ShownItems;

  constructor(items: ShownItems) {
    this.#items = items;
  }

  /** The words of an item; undefined where there is none. */
  text(path: string): string | undefined {
    const item = this.#items.get(path);
    return item?.status === 200 && !item.isListing ? decodeUtf8(item.body) : undefined;
  }

  /** The lines of an item. */
  lines(path: string): readonly string[] | undefined {
    return this.text(path)
      ?.split('\n')
      .filter((line) => line !== '');
  }

  /** A whole number of at most nine digits. */
  whole(path: string): number | undefined {
    const text = this.text(path);
    return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  }

  /** The words of an item where they are one of `words`. */
  oneOf<Word extends string>(path: string, words: readonly Word[]): Word | undefined {
    const text = this.text(path);
    return words.find((word) => word === text);
  }

  /** An item that is a JSON object. */
  json(path: string): Readonly<Record<string, unknown>> {
    const value = parsed(this.text(path));
    return isRecord(value) ? value : {};
  }

  /** An item that is a JSON list of objects; undefined where it is something else. */
  jsonList(path: string): readonly Readonly<Record<string, unknown>>[] | undefined {
    const value = parsed(this.text(path));
    return Array.isArray(value) && value.every(isRecord) ? value : undefined;
  }

  /** The bytes of an item in base64. */
  base64(path: string): string | undefined {
    const item = this.#items.get(path);
    return item?.status === 200 ? Buffer.from(item.body).toString('base64') : undefined;
  }

  /** What a directory lists, in its own words; undefined where that is not known. */
  listing(path: string): string | undefined {
    const item = this.#items.get(path);
    return item?.status === 200 && item.isListing ? decodeUtf8(item.body) : undefined;
  }

  /** The names of what is shown right below a directory. */
  names(directory: string): readonly string[] {
    const below = [...this.#items].flatMap(([path, { status }]) =>
      status === 200 && path.startsWith(`${directory}/`)
        ? [path.slice(directory.length + 1).split('/', 1)[0] ?? '']
        : [],
    );
    return [...new Set(below)];
  }
}

/** The text of a member, where it is text. */
export function textMember(object: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The time of a member in milliseconds since the epoch. */
export function timeMember(object: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const timeMs = Date.parse(textMember(object, name) ?? '');
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
