import * as z from 'zod';
import { FIXTURE_FORMAT } from './fixture.ts';

const header = z.string().max(1024);
/** Names as they came, one after the other; nothing where that is not known. */
const headerNames = z
  .string()
  .max(16_384)
  .regex(/^(?:[^\s,]+(?:, [^\s,]+)*)?$/, 'is no list of header names: expected "Content-Type, Server"');
const body = z.string().max(16 * 1024 * 1024);

const recorded = z.strictObject({
  status: z.int().min(100).max(999).optional(),
  headers: z.record(header, header.nullable()).optional(),
  headerNames: headerNames.optional(),
  replaced: z.enum(['credentials', 'signature', 'ssh-keys', 'private-key', 'user-data', 'token']).optional(),
  text: body.optional(),
  base64: z
    .string()
    .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'is not base64')
    .optional(),
});

const recordedAnswer = z.strictObject({ ...recorded.shape, listing: z.boolean().optional() });

const path = z
  .string()
  .regex(/^\/$|^(?:\/[^/\n]{1,255}){1,64}$/, 'is no path: expected /, or segments without a slash at the end');

/** A fixture as its file has it. */
export const fixtureSchema = z.strictObject({
  openimdsFixture: z.literal(FIXTURE_FORMAT),
  recordedAt: z.iso.datetime(),
  source: z.string().max(4096),
  protocol: z.enum(['v1', 'v2']),
  versions: z.array(z.string().regex(/^[^/\n]{1,255}$/)).max(1000),
  incomplete: z.string().max(4096).optional(),
  headers: z.record(header, header).optional(),
  headerNames: headerNames.optional(),
  answers: z.record(path, recordedAnswer),
  trials: z.record(z.string().max(255), recorded).optional(),
});

/** What the file holds once its shape has been checked. */
export type FixtureShape = z.infer<typeof fixtureSchema>;
