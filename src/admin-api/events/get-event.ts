import type { AdminParts } from '../admin-parts.ts';
import { defineRoute, json } from '../route.ts';
import type { Route } from '../route.ts';

/** Shows an event. */
export function getEvent({ events }: AdminParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/events/{eventId}',
    action: 'GetEvent',
    summary: 'An event and where it has got to',
    handle({ params, accountId }) {
      const found = events.get(params['eventId'] ?? '', accountId);
      return found.ok ? json(found.value) : found;
    },
  });
}
