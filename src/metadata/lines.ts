/** Items one a line; undefined, hence absent, when there are none. */
export function lines(items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : items.join('\n');
}
