import type { AdminParts } from '../admin-parts.ts';
import type { Route } from '../route.ts';
import { listFindings } from './list-findings.ts';

/** What was found. */
export function findingRoutes(parts: AdminParts): readonly Route[] {
  return [listFindings(parts)];
}
