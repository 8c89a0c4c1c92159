import * as z from 'zod';
import type { RequestFilter } from '#telemetry';

const text = z.string().min(1).max(512);
const yesOrNo = z.enum(['true', 'false']).transform((value) => value === 'true');

/** What a query may say of the requests that are wanted. All that is given must hold. */
export const FILTER = {
  instance: text.exactOptional().describe('id of an instance'),
  version: z.enum(['1', '2']).exactOptional().describe('of the protocol: 1 without a session token, 2 with one'),
  path: text.exactOptional().describe('with * for any text'),
  status: z
    .string()
    .regex(/^\d(?:\d\d|xx)$/i, 'expected a status such as 404, or a class such as 4xx')
    .exactOptional(),
  refused: yesOrNo.exactOptional().describe('true: only requests that were refused'),
  process: text.exactOptional().describe('part of the executable, command line, unit or container of the caller'),
};

const SCHEMA = z.strictObject(FILTER);

/** The filter that such a query is. */
export function filterOf({ instance, version, ...rest }: z.infer<typeof SCHEMA>): RequestFilter {
  return {
    ...rest,
    ...(instance === undefined ? {} : { instanceId: instance }),
    ...(version === undefined ? {} : { version: version === '1' ? 1 : 2 }),
  };
}
