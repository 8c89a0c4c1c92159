import * as z from 'zod';
import { ok } from '#base';
import { requestMatcher } from '#telemetry';
import type { AdminParts } from '../admin-parts.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { FILTER, filterOf } from './filter-input.ts';
import { liveRequests } from './live-lines.ts';

const INPUT = z.strictObject(FILTER);

/** Tells every request as it is answered, those that would not be kept included. */
export function watchRequests({ telemetry }: AdminParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/metadata-requests/live',
    action: 'WatchMetadataRequests',
    summary: 'Every request from now on, a line of JSON each',
    input: INPUT,
    handle: ({ input }) => ok({ kind: 'lines', lines: liveRequests(telemetry, requestMatcher(filterOf(input))) }),
  });
}
