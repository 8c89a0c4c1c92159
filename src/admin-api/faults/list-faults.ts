import type { AdminParts } from '../admin-parts.ts';
import { defineRoute, json } from '../route.ts';
import type { Route } from '../route.ts';
import { viewOf } from './fault-view.ts';

/** All faults, spent ones included, in the order in which they were made. */
export function listFaults({ faults }: AdminParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/faults',
    action: 'ListFaults',
    summary: 'All faults, spent ones included, with how often they were hit',
    handle: ({ nowMs }) => json({ faults: faults.list().map((booked) => viewOf(booked, nowMs)) }),
  });
}
