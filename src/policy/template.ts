import { glob, globCodes } from './glob.ts';
import type { Glob, GlobCodes } from './glob.ts';

/** The value of a context key, given in lower case, that has exactly one; undefined otherwise. */
export type VariableLookup = (key: string) => string | undefined;

/** A stretch of a template: characters, or a policy variable with its default. */
export type Piece =
  | { readonly kind: 'codes'; readonly codes: GlobCodes }
  | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | undefined };

/** A pattern that may have policy variables in it. */
export type Template =
  | { readonly kind: 'fixed'; readonly glob: Glob }
  | { readonly kind: 'variable'; readonly pieces: readonly Piece[] };

/** How to read the text of a pattern. */
export interface TemplateSyntax {
  /** `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  /** `${…}` are policy variables, as they are since 2012-10-17. */
  readonly variables: boolean;
}

const VARIABLE = /\$\{(?:([*?$])|\s*([^{}',]+?)\s*(?:,\s*'([^']*)'\s*)?)\}/g;

/**
 * Cuts `text` where policy variables stand: `${key}`, `${key, 'default'}` and, for the characters themselves, `${*}`,
 * `${?}`, `${$}` (IAM User Guide, "Variables and tags"). What only looks like a variable is text.
 */
export function parsePieces(text: string, syntax: TemplateSyntax): readonly Piece[] {
  if (!syntax.variables) return [{ kind: 'codes', codes: globCodes(text, syntax.wildcards) }];
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    const [whole, character, key, fallback] = match;
    pieces.push({ kind: 'codes', codes: globCodes(text.slice(end, match.index), syntax.wildcards) });
    if (character !== undefined) pieces.push({ kind: 'codes', codes: globCodes(character, false) });
    else if (key !== undefined) pieces.push({ kind: 'variable', key: key.toLowerCase(), fallback });
    end = match.index + whole.length;
  }
  pieces.push({ kind: 'codes', codes: globCodes(text.slice(end), syntax.wildcards) });
  return pieces;
}

/** Makes a template of pieces. */
export function templateOf(pieces: readonly Piece[]): Template {
  const codes: number[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'variable') return { kind: 'variable', pieces };
    codes.push(...piece.codes);
  }
  return { kind: 'fixed', glob: glob(codes) };
}

/** Reads `text` as a template. */
export function parseTemplate(text: string, syntax: TemplateSyntax): Template {
  return templateOf(parsePieces(text, syntax));
}

/**
 * Fills in the variables; undefined when one has no value and no default, because then nothing equals it. Wildcards in
 * a value are characters like others: whoever may choose a tag must not thereby choose a pattern.
 */
export function fillTemplate(template: Template, lookup: VariableLookup): Glob | undefined {
  if (template.kind === 'fixed') return template.glob;
  const codes: number[] = [];
  for (const piece of template.pieces) {
    if (piece.kind === 'codes') codes.push(...piece.codes);
    else {
      const value = lookup(piece.key) ?? piece.fallback;
      if (value === undefined) return undefined;
      codes.push(...globCodes(value, false));
    }
  }
  return glob(codes);
}
