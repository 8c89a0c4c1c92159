import { EXPORTED_COUNTERS } from './counters.ts';
import type { Totals } from './totals.ts';

/** Totals in the text format of Prometheus. */
export interface Prometheus {
  readonly contentType: string;
  readonly text: () => Promise<string>;
}

/** Makes what scrapers are told. The client library is loaded by the first of them. */
export async function prometheus(totals: Totals): Promise<Prometheus> {
  const { Counter, Registry } = await import('prom-client');
  const registry = new Registry();
  for (const { name, help, labels, points } of EXPORTED_COUNTERS) {
    const counter = new Counter({
      name,
      help,
      labelNames: labels,
      registers: [registry],
      collect() {
        counter.reset();
        for (const point of points(totals)) counter.inc(point.labels, point.value);
      },
    });
  }
  return { contentType: registry.contentType, text: () => registry.metrics() };
}
