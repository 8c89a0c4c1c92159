import type { AdminParts } from '../admin-parts.ts';
import { defineRoute, json } from '../route.ts';
import type { Route } from '../route.ts';

/** What metadata is listened for with, and what cannot be opened. */
export function listListeners({ attachments }: AdminParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/listeners',
    action: 'ListListeners',
    summary: 'What listens for metadata requests, and why what should does not',
    handle: () => json(attachments.listeners()),
  });
}
