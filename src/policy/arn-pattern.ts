import { matchesGlob } from './glob.ts';
import { fillTemplate, parsePieces, parseTemplate, templateOf } from './template.ts';
import type { Piece, Template, VariableLookup } from './template.ts';

const PARTS = 6;
const COLON = ':'.charCodeAt(0);
const ANYTHING = parseTemplate('*', { wildcards: true, variables: false });

/** The six parts of an ARN, colons in the last one left alone; undefined when `text` is no ARN. */
export function splitArn(text: string): readonly string[] | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const parts = text.split(':');
  if (parts.length < PARTS) return undefined;
  return [...parts.slice(0, PARTS - 1), parts.slice(PARTS - 1).join(':')];
}

/** A pattern for ARNs, each of whose parts is compared by itself, so that no `*` reaches across a colon. */
export type ArnPattern = readonly Template[];

/** Reads an ARN pattern; parts that are missing at the end are anything, as in `arn:aws:s3:*`. */
export function parseArnPattern(text: string, variables: boolean): ArnPattern {
  const parts: Piece[][] = [[]];
  for (const piece of parsePieces(text, { wildcards: true, variables })) {
    if (piece.kind === 'variable') parts.at(-1)?.push(piece);
    else splitPiece(piece.codes, parts);
  }
  const templates = parts.map(templateOf);
  while (templates.length < PARTS) templates.push(ANYTHING);
  return templates;
}

function splitPiece(codes: readonly number[], parts: Piece[][]): void {
  let start = 0;
  for (let index = 0; index < codes.length && parts.length < PARTS; index++) {
    if (codes[index] !== COLON) continue;
    parts.at(-1)?.push({ kind: 'codes', codes: codes.slice(start, index) });
    parts.push([]);
    start = index + 1;
  }
  parts.at(-1)?.push({ kind: 'codes', codes: codes.slice(start) });
}

/** Whether the ARN that `parts` were split from is matched. */
export function matchesArn(pattern: ArnPattern, parts: readonly string[], lookup: VariableLookup): boolean {
  return pattern.every((template, index) => {
    const part = fillTemplate(template, lookup);
    return part !== undefined && matchesGlob(part, parts[index] ?? '');
  });
}
