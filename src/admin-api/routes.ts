import type { AdminParts } from './admin-parts.ts';
import { attachmentRoutes } from './attachments/routes.ts';
import { faultRoutes } from './faults/routes.ts';
import { findingRoutes } from './findings/routes.ts';
import { eventRoutes } from './events/routes.ts';
import type { Route } from './route.ts';
import { metadataRequestRoutes } from './metadata-requests/routes.ts';
import { statusRoutes } from './status/routes.ts';

/** Every subject's routes; a new subject is a folder and a line here. */
export const ROUTES: readonly ((parts: AdminParts) => readonly Route[])[] = [
  statusRoutes,
  faultRoutes,
  eventRoutes,
  attachmentRoutes,
  metadataRequestRoutes,
  findingRoutes,
];
