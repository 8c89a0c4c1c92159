import { ok } from '#base';
import { prometheus } from '#telemetry';
import type { Prometheus } from '#telemetry';
import type { AdminParts } from '../admin-parts.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';

/** Tells the counters as Prometheus reads them. */
export function getMetrics({ totals, upToDate }: AdminParts): Route {
  let exposition: Promise<Prometheus> | undefined;
  return defineRoute({
    method: 'GET',
    path: '/metrics',
    action: 'GetMetrics',
    summary: 'Counters since the start, in the text format of Prometheus',
    async handle() {
      await upToDate();
      exposition ??= prometheus(totals);
      const { contentType, text } = await exposition;
      return ok({ kind: 'text', text: await text(), contentType });
    },
  });
}
