import * as z from 'zod';
import type { ImdsEvent } from '#model';
import { requestMatcher } from '#telemetry';
import type { AdminParts } from '../admin-parts.ts';
import { defineRoute, json } from '../route.ts';
import type { Route } from '../route.ts';
import { FILTER, filterOf } from './filter-input.ts';

const BATCH = 500;
/** Records looked at in one call; the rest is for the next one. */
const LOOKED_AT_MAX = 20_000;
const INPUT = z.strictObject({
  ...FILTER,
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe('1 to 1000; 100 unless told'),
  token: z
    .string()
    .regex(/^\d{1,16}$/)
    .exactOptional()
    .describe('nextToken of the page before'),
});

/** Tells kept requests, the latest first. */
export function listRequests({ telemetry }: AdminParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/metadata-requests',
    action: 'ListMetadataRequests',
    summary: 'Requests that were kept in full: use of IMDSv1, refusals, reads of credentials, unknown callers',
    input: INPUT,
    handle({ input: { limit, token, ...filter } }) {
      const matches = requestMatcher(filterOf(filter));
      const requests: ImdsEvent[] = [];
      let after = token === undefined ? undefined : Number(token);
      for (let looked = 0; looked < LOOKED_AT_MAX; looked += BATCH) {
        const records = telemetry.records({ stream: 'request', newestFirst: true, after, limit: BATCH });
        for (const { key, body } of records) {
          if (requests.length === limit) return json({ requests, nextToken: String(after) });
          // Written by the data plane's own words.
          const request = JSON.parse(body) as ImdsEvent;
          if (matches(request)) requests.push(request);
          after = key;
        }
        if (records.length < BATCH) return json({ requests });
      }
      return json({ requests, nextToken: String(after) });
    },
  });
}
