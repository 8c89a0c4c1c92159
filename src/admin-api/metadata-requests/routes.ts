import type { AdminParts } from '../admin-parts.ts';
import type { Route } from '../route.ts';
import { getMetrics } from './get-metrics.ts';
import { listRequests } from './list-requests.ts';
import { listUsage } from './list-usage.ts';
import { watchRequests } from './watch-requests.ts';

/** What is known of metadata requests. */
export function metadataRequestRoutes(parts: AdminParts): readonly Route[] {
  return [listRequests(parts), watchRequests(parts), listUsage(parts), getMetrics(parts)];
}
