import * as z from 'zod';
import { toldFinding } from '#findings';
import type { AdminParts } from '../admin-parts.ts';
import { defineRoute, json } from '../route.ts';
import type { Route } from '../route.ts';

/** Lists findings as OCSF has them, which GuardDuty's API does not. */
export function listFindings({ findings, version }: AdminParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/findings',
    action: 'ListFindings',
    summary: 'Findings of all Regions, worst first, each with its event of OCSF',
    input: z.strictObject({ status: z.enum(['open', 'archived', 'resolved']).exactOptional() }),
    async handle({ input, accountId }) {
      const told = (await findings(accountId)).map((finding) => toldFinding(finding, 'updated', version));
      const wanted = told.filter(({ status }) => input.status === undefined || status === input.status);
      const sorted = wanted.toSorted(
        (one, other) => other.severity - one.severity || (one.lastSeen > other.lastSeen ? -1 : 1),
      );
      return json({ findings: sorted });
    },
  });
}
