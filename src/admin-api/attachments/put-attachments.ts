import { ok } from '#base';
import * as z from 'zod';
import type { AdminParts } from '../admin-parts.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';

const INPUT = z.strictObject({
  /** As under `instances[].attach` in the configuration file. */
  attach: z.array(z.record(z.string(), z.union([z.string(), z.number()]))).max(64),
});

/** Replaces how callers are recognised as an instance, until the configuration file declares that instance otherwise. */
export function putAttachments({ attachments }: AdminParts): Route {
  return defineRoute({
    method: 'PUT',
    path: '/instances/{instanceId}/attachments',
    action: 'PutAttachments',
    summary: 'Replace how callers are recognised as an instance',
    input: INPUT,
    handle: async ({ input, params: { instanceId = '' } }) => {
      const attach = await attachments.replace(instanceId, input.attach);
      return attach.ok ? ok({ kind: 'json', value: { instanceId, attach: attach.value } }) : attach;
    },
  });
}
