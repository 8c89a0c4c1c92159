import type { AdminParts } from '../admin-parts.ts';
import { defineRoute, json } from '../route.ts';
import type { Route } from '../route.ts';
import { viewOf } from './fault-view.ts';
import { findFault } from './find-fault.ts';

/** One fault. */
export function getFault({ faults }: AdminParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/faults/{faultId}',
    action: 'GetFault',
    summary: 'One fault, with how often it was hit',
    handle({ params, nowMs }) {
      const found = findFault(faults, params['faultId']);
      return found.ok ? json(viewOf(found.value, nowMs)) : found;
    },
  });
}
