import type { Result } from '#base';
import type { EventRequest, EventView } from '#schedule';
import type { AdminError } from '../route.ts';

/** Where events are fired, looked at and taken back. */
export interface InstanceEvents {
  /**
   * Fires an event in an account, now or at its time. Settled once what is due of it by then has happened and the next
   * metadata request sees it. Without a selector it is for the only instance there is.
   */
  fire(request: EventRequest, accountId: string): Promise<Result<EventView, AdminError>>;
  /** The events of an account, in the order of their making; of those that are over the last thousand. */
  list(accountId: string): readonly EventView[];
  get(id: string, accountId: string): Result<EventView, AdminError>;
  /** Takes an event back: nothing more of it happens, and what it shows goes. Settled as `fire` is. */
  cancel(id: string, accountId: string): Promise<Result<EventView, AdminError>>;
}
