import { err } from '#base';
import type { Result } from '#base';
import type * as z from 'zod';
import { checkShape } from './check-shape.ts';
import { formatDocumentErrors, MAX_REPORTED_ERRORS } from './document-error.ts';
import { pathText } from './problem.ts';
import type { Path } from './problem.ts';
import { readSource } from './read-source.ts';
import { positionOf } from './source-text.ts';

/** What is wrong with a value of the right shape, and where. */
interface Wrong {
  readonly path: Path;
  readonly message: string;
}

/** How the value of a file is checked and understood. */
export interface CheckedBy<Shape, Value> {
  readonly schema: z.ZodType<Shape>;
  /** Done to what was read, before it is checked: such as to set times by another measure. */
  readonly prepare?: (value: unknown) => unknown;
  readonly understand: (shape: Shape) => Result<Value, readonly Wrong[]>;
}

/**
 * Reads a YAML or JSON text of any schema as `openimds.yaml` is read. The error tells everything that is wrong with it, by file,
 * line, place, what is wrong and what is allowed; it holds no value of the file that may be secret.
 */
export function readChecked<Shape, Value>(
  text: string,
  file: string,
  { schema, prepare = (value) => value, understand }: CheckedBy<Shape, Value>,
): Result<Value, string> {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const refuse = (wrong: readonly { offset: number; path: Path; message: string }[]): Result<never, string> => {
    const told = [...wrong].sort((one, other) => one.offset - other.offset).slice(0, MAX_REPORTED_ERRORS);
    return err(
      formatDocumentErrors(
        told.map(({ offset, path, message }) => ({ file, ...positionOf(bare, offset), path: pathText(path), message })),
      ),
    );
  };
  const source = readSource(bare);
  if (!source.ok) return refuse(source.error.map((each) => ({ ...each, path: [] })));
  const { value, locate } = source.value;
  const shape = checkShape(schema, prepare(value), []);
  if (!shape.ok)
    return refuse(shape.error.map(({ path, at, message }) => ({ offset: locate(path, at), path, message })));
  const understood = understand(shape.value);
  if (understood.ok) return understood;
  return refuse(understood.error.map(({ path, message }) => ({ offset: locate(path, 'value'), path, message })));
}
