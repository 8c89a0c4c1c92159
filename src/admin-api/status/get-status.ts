import type { AdminParts } from '../admin-parts.ts';
import { defineRoute, json } from '../route.ts';
import type { Route } from '../route.ts';

/** What runs here, and how much it holds. */
export function getStatus({ version, replica }: AdminParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/status',
    action: 'GetStatus',
    summary: 'What runs here, and how much it holds',
    handle: ({ nowMs }) => json({ version, timeMs: nowMs, instanceCount: replica.size }),
  });
}
