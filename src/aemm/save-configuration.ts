import type { Setting, Settings } from './settings.ts';

/** All settings as one JSON document, nested again and in the order of their names. */
export function savedConfiguration(settings: Settings): string {
  const root: Nested = new Map();
  for (const [key, value] of settings) place(root, key.split('.'), value);
  return `${JSON.stringify(plain(root), undefined, 2)}\n`;
}

type Nested = Map<string, Setting | Nested>;

function place(nested: Nested, [name = '', ...below]: readonly string[], value: Setting): void {
  if (below.length === 0) return void nested.set(name, value);
  const inner = nested.get(name);
  const next: Nested = inner instanceof Map ? inner : new Map();
  nested.set(name, next);
  place(next, below, value);
}

function plain(nested: Nested): object {
  const sorted = [...nested].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, value]) => [name, value instanceof Map ? plain(value) : value]));
}
