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
  // A YAML parser takes longer to load than all the rest.
  const { readChecked } = await import('./config/read-checked.ts');
  return readChecked(new TextDecoder().decode(text.value), file, checkedBy);
}
