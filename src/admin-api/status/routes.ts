import type { AdminParts } from '../admin-parts.ts';
import type { Route } from '../route.ts';
import { getStatus } from './get-status.ts';

/** What the service says of itself. */
export function statusRoutes(parts: AdminParts): readonly Route[] {
  return [getStatus(parts)];
}
