import { eventRequestSchema } from '#schedule';
import type { AdminParts } from '../admin-parts.ts';
import { defineRoute, json } from '../route.ts';
import type { Route } from '../route.ts';

/** Fires an event. */
export function fireEvent({ events }: AdminParts): Route {
  return defineRoute({
    method: 'POST',
    path: '/events',
    action: 'FireEvent',
    summary: 'Let something happen to instances: now, at a time, or after a delay',
    input: eventRequestSchema,
    async handle({ input, accountId }) {
      const fired = await events.fire(input, accountId);
      return fired.ok ? json(fired.value, 201) : fired;
    },
  });
}
