import type { AdminParts } from '../admin-parts.ts';
import { defineRoute, json } from '../route.ts';
import type { Outcome, Route } from '../route.ts';
import { viewOf } from './fault-view.ts';
import { findFault } from './find-fault.ts';

/** Ends one fault; answers that are on their way go on as they began. */
export function deleteFault({ faults }: AdminParts): Route {
  return defineRoute({
    method: 'DELETE',
    path: '/faults/{faultId}',
    action: 'DeleteFault',
    summary: 'End a fault; answers that are on their way go on as they began',
    async handle({ params, nowMs }): Promise<Outcome> {
      const found = findFault(faults, params['faultId']);
      if (!found.ok) return found;
      await faults.remove([found.value.fault.id]);
      return json(viewOf(found.value, nowMs));
    },
  });
}
