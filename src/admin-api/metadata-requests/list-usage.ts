import * as z from 'zod';
import { addTallies, MINUTE_MS, minuteOf, NOTHING_COUNTED } from '#telemetry';
import type { AdminParts } from '../admin-parts.ts';
import { defineRoute, json } from '../route.ts';
import type { Route } from '../route.ts';

const INPUT = z.strictObject({
  minutes: z.coerce.number().int().min(1).max(655_200).default(60).describe('how far back; 60 unless told'),
  region: z.string().max(32).exactOptional().describe('the Region of the instances; that of the caller unless told'),
  after: z.string().max(64).default('').describe('the last instance of the page before'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** Tells what each instance asked for. */
export function listUsage({ telemetry, upToDate, region: own }: AdminParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/metadata-usage',
    action: 'ListMetadataUsage',
    summary: 'What was counted of each instance: with and without token, refused, credentials read',
    input: INPUT,
    async handle({ input: { minutes, region = own, after, limit }, accountId, nowMs }) {
      await upToDate();
      const owner = { accountId, region };
      const [fromMs, toMs] = [minuteOf(nowMs) - (minutes - 1) * MINUTE_MS, minuteOf(nowMs) + MINUTE_MS];
      const usage = telemetry.instances(owner, fromMs, after, limit).map(({ instanceId, lastMs }) => {
        const aggregates = telemetry.aggregates({ owner, instanceId, fromMs, toMs });
        const tally = aggregates.reduce((sum, each) => addTallies(sum, each.tally), NOTHING_COUNTED);
        return { instanceId, lastSeenMs: lastMs, ...tally };
      });
      return json({ fromMs, toMs, usage });
    },
  });
}
