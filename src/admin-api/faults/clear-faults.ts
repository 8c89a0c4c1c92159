import { stateOf } from '#fault';
import { z } from 'zod';
import type { AdminParts } from '../admin-parts.ts';
import { defineRoute, json } from '../route.ts';
import type { Outcome, Route } from '../route.ts';

const INPUT = z.strictObject({ state: z.enum(['spent']).optional().describe('Only those that are spent') });

/** Ends all faults, or forgets those that are spent. */
export function clearFaults({ faults }: AdminParts): Route {
  return defineRoute({
    method: 'DELETE',
    path: '/faults',
    action: 'ClearFaults',
    summary: 'End all faults, or forget those that are spent',
    input: INPUT,
    async handle({ input, nowMs }): Promise<Outcome> {
      const ids = faults
        .list()
        .filter(({ fault, counts }) => input.state === undefined || stateOf(fault, counts, nowMs) === input.state)
        .map(({ fault }) => fault.id);
      await faults.remove(ids);
      return json({ removed: ids });
    },
  });
}
