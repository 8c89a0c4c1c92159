import { err, ok } from '#base';
import type { Result } from '#base';

import { MAXIMUM_DEPTH, MAXIMUM_PARAMETERS } from './limits.ts';

/** The parameters of a query string or form by name, each with all its values. */
export type Parameters = ReadonlyMap<string, readonly string[]>;

/** The parameters of a query, arranged by the parts of their names: `Tag.1.Key` is three levels deep. */
export interface ParameterNode {
  /** `undefined` if no parameter ends here. */
  readonly value: string | undefined;
  readonly children: ReadonlyMap<string, ParameterNode>;
}

/** Reads `application/x-www-form-urlencoded` text; the failure is a sentence. */
export function parseParameters(...texts: readonly string[]): Result<Parameters, string> {
  const pairs = texts.flatMap((text) => text.split('&', MAXIMUM_PARAMETERS + 1)).filter((pair) => pair !== '');
  if (pairs.length > MAXIMUM_PARAMETERS) return err('The query string has too many parameters.');
  const parameters = new Map<string, string[]>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const name = percentDecode(at === -1 ? pair : pair.slice(0, at));
    const value = at === -1 ? '' : percentDecode(pair.slice(at + 1));
    if (name === undefined || value === undefined) return err('The query string contains a malformed escape.');
    const values = parameters.get(name);
    if (values === undefined) parameters.set(name, [value]);
    else values.push(value);
  }
  return ok(parameters);
}

/** Text with its `%XX` escapes and `+` resolved; `undefined` if an escape is malformed or does not spell UTF-8. */
export function percentDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** Arranges the parameters that `wanted` lets through; a name given twice or with too many parts is a failure. */
export function arrangeParameters(
  parameters: Parameters,
  wanted: (name: string) => boolean,
): Result<ParameterNode, string> {
  const root = new Branch();
  for (const [name, values] of parameters) {
    if (!wanted(name)) continue;
    const parts = name.split('.', MAXIMUM_DEPTH + 1);
    if (parts.length > MAXIMUM_DEPTH) return err('The query string has a parameter with too many parts.');
    if (values.length > 1) return err(`The query string has the parameter ${name.slice(0, 100)} more than once.`);
    parts.reduce((branch, part) => branch.child(part), root).value = values[0];
  }
  return ok(root);
}

class Branch implements ParameterNode {
  value: string | undefined;
  readonly children = new Map<string, Branch>();

  child(part: string): Branch {
    const known = this.children.get(part);
    if (known !== undefined) return known;
    const child = new Branch();
    this.children.set(part, child);
    return child;
  }
}
