import { err, ok } from '#base';
import type { Result } from '#base';

import { MAXIMUM_DEPTH } from './limits.ts';

/** Reads JSON that nests no deeper than the limit; the failure is a sentence. */
export function parseJson(text: string): Result<unknown, string> {
  if (nesting(text) > MAXIMUM_DEPTH) return err('The JSON is nested too deeply.');
  try {
    return ok(JSON.parse(text));
  } catch {
    return err('The body is not JSON.');
  }
}

/** How deep the brackets of `text` go, those in its strings left out. */
function nesting(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth);
    else if (token === ']' || token === '}') depth--;
  }
  return deepest;
}
