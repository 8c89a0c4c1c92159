import type { Report } from '#document';
import { deriveResourceId } from '#model';
import { planEvent } from '#schedule';
import type { EventRequest } from '#schedule';
import type { DeclaredEvent } from './configuration.ts';

/** Gives every event its id, and reports what the shape of them does not show. */
export function readEvents(requests: readonly EventRequest[], report: Report): readonly DeclaredEvent[] {
  const seen = new Map<string, number>();
  return requests.map((request, index) => {
    const planned = planEvent(request, 0);
    if (!planned.ok) report(['events', index, ...planned.error.path], planned.error.message);
    else if (planned.value.target === undefined) report(['events', index], 'expected one of instances, tags and all');
    const text = JSON.stringify(request);
    const count = seen.get(text) ?? 0;
    seen.set(text, count + 1);
    return { id: deriveResourceId('event', `${text} ${count}`), request };
  });
}
