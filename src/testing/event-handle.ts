import type { Daemon } from '#daemon';
import type { EventRequest, EventView } from '#schedule';

/** What fires events, as a running service has it. */
type Events = Pick<Daemon, 'events' | 'ready'>;

/** An event that was fired. */
export interface EventHandle {
  readonly id: string;
  /** Where it has got to. */
  view(): EventView;
  /** Takes it back: nothing more of it happens, and what it shows goes. Rejects where nothing is left to take back. */
  cancel(): Promise<void>;
}

/** Fires an event; settled once what is due of it by now has happened and the next request sees it. */
export async function fire({ events, ready }: Events, request: EventRequest): Promise<EventHandle> {
  const { id } = done(await events.fire(request, ready.account));
  return {
    id,
    view: () => done(events.get(id, ready.account)),
    async cancel() {
      done(await events.cancel(id, ready.account));
    },
  };
}

function done<Value>(result: { ok: true; value: Value } | { ok: false; error: { message: string } }): Value {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
