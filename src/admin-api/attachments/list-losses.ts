import type { AdminParts } from '../admin-parts.ts';
import { defineRoute, json } from '../route.ts';
import type { Route } from '../route.ts';

/** What callers did not get: tokens cut off by hop limits, packets and requests that were throttled. */
export function listLosses({ attachments }: AdminParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/losses',
    action: 'ListLosses',
    summary: 'Tokens cut off by hop limits, and packets and requests throttled, by instance',
    handle: () => json({ losses: attachments.losses() }),
  });
}
