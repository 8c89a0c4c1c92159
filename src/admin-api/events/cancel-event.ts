import type { AdminParts } from '../admin-parts.ts';
import { defineRoute, json } from '../route.ts';
import type { Route } from '../route.ts';

/** Takes an event back. */
export function cancelEvent({ events }: AdminParts): Route {
  return defineRoute({
    method: 'DELETE',
    path: '/events/{eventId}',
    action: 'CancelEvent',
    summary: 'Take an event back: nothing more of it happens, and what it shows goes',
    async handle({ params, accountId }) {
      const canceled = await events.cancel(params['eventId'] ?? '', accountId);
      return canceled.ok ? json(canceled.value) : canceled;
    },
  });
}
