import { ok } from '#base';
import type { Path } from './problem.ts';
import type { SourceResult } from './source-text.ts';

/**
 * Reads a text that is JSON: more than ten times as fast as YAML, which includes it. Undefined when it is not, so that
 * it can be read as YAML, whose reader says where it goes wrong.
 */
export function readJson(text: string): SourceResult | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return ok({ value, locate: (path, at) => locate(text, path, at) });
  } catch {
    return undefined;
  }
}

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+)/y;

/** Walks the tokens of a text known to be JSON. */
class Walk {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next token and where it begins; an empty one at the end. */
  next(): { readonly token: string; readonly start: number } {
    TOKEN.lastIndex = this.#at;
    const token = TOKEN.exec(this.#text)?.[1] ?? '';
    this.#at = token === '' ? this.#text.length : TOKEN.lastIndex;
    return { token, start: this.#at - token.length };
  }

  peek(): { readonly token: string; readonly start: number } {
    const before = this.#at;
    const found = this.next();
    this.#at = before;
    return found;
  }

  /** Passes over one whole value, character by character: a token at a time is ten times as slow. */
  skip(): void {
    const { token, start } = this.next();
    if (token !== '{' && token !== '[') return;
    let depth = 1;
    for (this.#at = start + 1; depth > 0 && this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at];
      if (character === '"') this.#at = endOfString(this.#text, this.#at);
      if (character === '{' || character === '[') depth++;
      if (character === '}' || character === ']') depth--;
    }
  }
}

/** The closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

/** An odd number of backslashes before a character escapes it. */
function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

function locate(text: string, path: Path, at: 'key' | 'value'): number {
  const walk = new Walk(text);
  let offset = walk.peek().start;
  for (const [index, step] of path.entries()) {
    const found = typeof step === 'number' ? enterList(walk, step) : enterObject(walk, step);
    if (!found) return offset;
    const isLast = index === path.length - 1;
    offset = isLast && at === 'key' && found.key !== undefined ? found.key : walk.peek().start;
  }
  return offset;
}

interface Entered {
  /** Where the key begins, in an object. */
  readonly key: number | undefined;
}

function enterList(walk: Walk, index: number): Entered | undefined {
  if (walk.next().token !== '[') return undefined;
  for (let passed = 0; passed < index; passed++) {
    walk.skip();
    if (walk.next().token !== ',') return undefined;
  }
  return { key: undefined };
}

/** The last of equal keys counts, as it does for `JSON.parse`; the first is as good a place to point at. */
function enterObject(walk: Walk, name: string): Entered | undefined {
  if (walk.next().token !== '{') return undefined;
  for (;;) {
    const { token, start } = walk.next();
    if (!token.startsWith('"')) return undefined;
    walk.next();
    if (JSON.parse(token) === name) return { key: start };
    walk.skip();
    if (walk.next().token !== ',') return undefined;
  }
}
