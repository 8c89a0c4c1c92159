import * as z from 'zod';
import type { AdminParts } from '../admin-parts.ts';
import { defineRoute, json } from '../route.ts';
import type { Route } from '../route.ts';

const STATES = ['scheduled', 'in-progress', 'completed', 'canceled', 'failed'] as const;

/** Lists events. */
export function listEvents({ events }: AdminParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/events',
    action: 'ListEvents',
    summary: 'The events there are and, of those that are over, the last thousand',
    input: z.strictObject({ state: z.enum(STATES).exactOptional() }),
    handle({ input, accountId }) {
      const all = events.list(accountId);
      return json({ events: input.state === undefined ? all : all.filter(({ state }) => state === input.state) });
    },
  });
}
