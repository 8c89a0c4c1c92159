import type { Result } from '#base';
import type { Path } from './problem.ts';

/** A configuration file as read: a plain value and the way back into the text. */
export interface SourceText {
  /** What the text says, in plain objects, lists and scalars. */
  readonly value: unknown;
  /** Where in the text the value at `path` (or its key) begins; the nearest enclosing value where there is none. */
  readonly locate: (path: Path, at: 'key' | 'value') => number;
}

/** A text that says nothing: where, and why. */
export interface SyntaxProblem {
  /** In UTF-16 units from the beginning. */
  readonly offset: number;
  readonly message: string;
}

/** What reading a text gives. */
export type SourceResult = Result<SourceText, readonly SyntaxProblem[]>;

/** Line and column, both from 1, of an offset. */
export function positionOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let lineStart = 0;
  for (let end = text.indexOf('\n'); end !== -1 && end < offset; end = text.indexOf('\n', end + 1)) {
    line++;
    lineStart = end + 1;
  }
  return { line, column: offset - lineStart + 1 };
}
