import type { AdminParts } from '../admin-parts.ts';
import type { Route } from '../route.ts';
import { getAttachments } from './get-attachments.ts';
import { listListeners } from './list-listeners.ts';
import { listLosses } from './list-losses.ts';
import { putAttachments } from './put-attachments.ts';

/** How callers reach instances, and what keeps them from it. */
export function attachmentRoutes(parts: AdminParts): readonly Route[] {
  return [getAttachments(parts), putAttachments(parts), listListeners(parts), listLosses(parts)];
}
