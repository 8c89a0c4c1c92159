import type { AdminParts } from '../admin-parts.ts';
import type { Route } from '../route.ts';
import { clearFaults } from './clear-faults.ts';
import { createFault } from './create-fault.ts';
import { deleteFault } from './delete-fault.ts';
import { getFault } from './get-fault.ts';
import { listFaults } from './list-faults.ts';

/** Misbehaviour on demand. */
export function faultRoutes(parts: AdminParts): readonly Route[] {
  return [createFault(parts), listFaults(parts), clearFaults(parts), getFault(parts), deleteFault(parts)];
}
