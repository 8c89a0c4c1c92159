import { err, ok } from '#base';
import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Node, Pair, YAMLError } from 'yaml';
import type { Path } from './problem.ts';
import type { SourceResult, SyntaxProblem } from './source-text.ts';

/**
 * Reads one YAML 1.2 document (core schema, with `<<` merge keys). Aliases share their value, so the size they expand to
 * is for the reader of the value to bound.
 */
export function readYaml(text: string): SourceResult {
  try {
    const document = parseDocument(text, { prettyErrors: false, logLevel: 'error', merge: true });
    const problems = onePerPlace([...document.errors, ...document.warnings].map(toProblem));
    if (problems.length > 0) return err(problems);
    const value: unknown = document.toJS({ maxAliasCount: -1 }) ?? {};
    return ok({ value, locate: (path, at) => locate(document, path, at) });
  } catch (error) {
    return err([{ offset: 0, message: failureText(error) }]);
  }
}

/** What the library says of a slipped indentation helps nobody who does not know its parser. */
const CLEARER: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'a key and its value begin inside of another value; check the indentation',
  MULTIPLE_DOCS: 'the file holds more than one document',
  MULTILINE_IMPLICIT_KEY: 'a value runs on into a line with a key; check the indentation',
};

function toProblem({ pos, code, message }: YAMLError): SyntaxProblem {
  // Some messages end in a piece of the text, which may be a secret.
  const bare = code === 'UNEXPECTED_TOKEN' ? message.replace(/:.*$/s, '') : message;
  return { offset: pos[0], message: `not valid YAML: ${CLEARER[code] ?? bare}` };
}

function onePerPlace(problems: readonly SyntaxProblem[]): readonly SyntaxProblem[] {
  return problems.filter(({ offset }, index) => problems.findIndex((other) => other.offset === offset) === index);
}

/** The library recurses into nested collections and throws on aliases and merge keys that make no sense. */
function failureText(error: unknown): string {
  if (error instanceof RangeError) return 'not valid YAML: nested too deeply';
  return 'not valid YAML: an alias or a merge key cannot be resolved';
}

function locate(document: Document.Parsed, path: Path, at: 'key' | 'value'): number {
  let node: Node | null = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    const collection: Node | undefined | null = isAlias(node) ? node.resolve(document) : node;
    const pair: Pair | undefined = isMap(collection)
      ? collection.items.find((item) => keyOf(item) === step)
      : undefined;
    const inner: unknown = isSeq(collection) ? collection.items[Number(step)] : pair?.value;
    const wanted: unknown = pair !== undefined && index === path.length - 1 && at === 'key' ? pair.key : inner;
    offset = startOf(wanted) ?? startOf(pair?.key) ?? offset;
    node = (inner ?? null) as Node | null; // the library types what a sequence holds as unknown; it is nodes
    if (node === null) break;
  }
  return offset;
}

function keyOf(pair: Pair): string | undefined {
  return isScalar(pair.key) ? String(pair.key.value) : undefined;
}

function startOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : undefined;
}
