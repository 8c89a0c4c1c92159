import { readFileSync } from 'node:fs';
import { err, ok } from '#base';
import type { Result } from '#base';

/** What a file holds, or the system's word for why it cannot be read, such as `ENOENT`. */
export function readBytes(path: string): Result<Uint8Array, string> {
  try {
    return ok(readFileSync(path));
  } catch (error) {
    return err(error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason');
  }
}
