import { ok } from '#base';
import type { AdminParts } from '../admin-parts.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';

/** How callers are recognised as an instance. */
export function getAttachments({ attachments }: AdminParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/instances/{instanceId}/attachments',
    action: 'GetAttachments',
    summary: 'How callers are recognised as an instance',
    handle: async ({ params: { instanceId = '' } }) => {
      const attach = await attachments.of(instanceId);
      return attach.ok ? ok({ kind: 'json', value: { instanceId, attach: attach.value } }) : attach;
    },
  });
}
