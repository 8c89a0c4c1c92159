import { err, ok } from '#base';
import type { Result } from '#base';
import { checkShape, pathText } from '#document';
import type { Path } from '#document';
import type { Attachment } from '#model';
import * as z from 'zod';
import { attachmentSchema } from './attachment-schema.ts';
import { readAttachments } from './read-attachments.ts';

const SCHEMA = z.array(attachmentSchema).max(64);

/** Reads attachments in the form of the configuration file; the error names the first thing that is wrong. */
export function parseAttachments(entries: readonly unknown[]): Result<readonly Attachment[], string> {
  const shape = checkShape(SCHEMA, entries, ['attach']);
  if (!shape.ok) return err(shape.error.map(({ path, message }) => `${pathText(path)}: ${message}`)[0] ?? 'is wrong');
  const problems: string[] = [];
  const report = (path: Path, message: string): unknown =>
    problems.push(`${pathText(['attach', ...path])}: ${message}`);
  const attachments = readAttachments(shape.value, report);
  return problems[0] === undefined ? ok(attachments) : err(problems[0]);
}
