import { err } from '#base';
import type { Result } from '#base';
import type { CheckedBy } from './config/read-checked.ts';
import { readBytes } from './read-bytes.ts';

export type { CheckedBy };

/** Reads and checks a YAML or JSON file of any schema. The error is for the operator. */
export async function readFileChecked<Shape, Value>(
  file: string,
  checkedBy: CheckedBy<Shape, Value>,
): Promise<Result<Value, string>> {
  const text = readBytes(file);
  if (!text.ok) return err(`${file}: cannot be read: ${text.error}`);
  return readTextChecked(new TextDecoder().decode(text.value), file, checkedBy);
}

/** Reads and checks such a text, which errors call by `name`. */
export async function readTextChecked<Shape, Value>(
  text: string,
  name: string,
  checkedBy: CheckedBy<Shape, Value>,
): Promise<Result<Value, string>> {
  // A YAML parser takes longer to load than all the rest.
  const { readChecked } = await import('./config/read-checked.ts');
  return readChecked(text, name, checkedBy);
}
