import type { ListedEntry } from './present.ts';

/**
 * The segments that a listing's lines lead to. A slash at the end of a line is no part of the name, and `0=name` leads to
 * `0` where there is such an entry: names of tags may hold that sign too.
 */
export function listedNames(text: string, entries: readonly ListedEntry[]): readonly string[] {
  const known = new Set(entries.map(({ name }) => name));
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const name = line.endsWith('/') ? line.slice(0, -1) : line;
      const [index = ''] = name.split('=', 1);
      return !known.has(name) && known.has(index) ? index : name;
    });
}
