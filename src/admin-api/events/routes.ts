import type { AdminParts } from '../admin-parts.ts';
import type { Route } from '../route.ts';
import { cancelEvent } from './cancel-event.ts';
import { fireEvent } from './fire-event.ts';
import { getEvent } from './get-event.ts';
import { listEvents } from './list-events.ts';

/** What happens to instances. */
export function eventRoutes(parts: AdminParts): readonly Route[] {
  return [fireEvent(parts), listEvents(parts), getEvent(parts), cancelEvent(parts)];
}
