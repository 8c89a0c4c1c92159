import { err } from '#base';
import { FAULT_KEYS, FAULT_LIMITS, NO_COUNTS, problemText, readFault } from '#fault';
import { z } from 'zod';
import type { AdminParts } from '../admin-parts.ts';
import { defineRoute, invalid, json } from '../route.ts';
import type { Outcome, Route } from '../route.ts';
import { viewOf } from './fault-view.ts';

/** The fault room reads what is in it, as it does for configuration files and the command line. */
const INPUT = z
  .looseObject(Object.fromEntries(FAULT_KEYS.map((key) => [key, z.unknown().optional()])))
  .describe('A fault, with the keys that openimds.yaml has under faults');

/** Makes the service misbehave from the next request on. */
export function createFault({ faults, freshId }: AdminParts): Route {
  return defineRoute({
    method: 'POST',
    path: '/faults',
    action: 'CreateFault',
    summary: 'Make the service misbehave, from the next request on',
    input: INPUT,
    async handle({ input, nowMs }): Promise<Outcome> {
      const fault = readFault(input, { nowMs, freshId: freshId('fault') });
      if (!fault.ok) return err(invalid(fault.error.map(problemText).join('; ')));
      const { value } = fault;
      switch (await faults.add(value)) {
        case 'added':
          return json(viewOf({ fault: value, counts: NO_COUNTS }, nowMs), 201);
        case 'taken':
          return conflict(`there is a fault "${value.id}"; delete it first, or give another id`);
        case 'full':
          return conflict(`there are ${FAULT_LIMITS.unspent} faults at work, and no more may be; delete some first`);
      }
    },
  });
}

function conflict(message: string): Outcome {
  return err({ status: 409, code: 'ConflictException', message });
}
