import type { Connection } from '../connection.ts';
import type { Next } from '../engine.ts';

/**
 * What a connection waits for. `head`: the rest of a request; `idle`: the next one; `sending`: the client to take an
 * answer; `parked`: material; `lingering`: the client to read the last answer and close.
 */
export type Phase = 'head' | 'idle' | 'sending' | 'parked' | 'lingering';

/** The socket side of a connection. */
export class ClientSocket {
  readonly fd: number;
  readonly connection: Connection;
  readonly overIpv6: boolean;
  phase: Phase = 'head';
  /** When the phase has lasted too long, by the loop's clock. */
  deadlineMs = 0;
  /** The epoll events watched for; -1 while the descriptor is not watched at all. */
  watched = -1;
  /** What the client has not taken yet. */
  unsent: Buffer | undefined = undefined;
  /** What follows once `unsent` is out. */
  afterSending: Next = 'read';
  lingerAfterSending = false;

  constructor(fd: number, connection: Connection) {
    this.fd = fd;
    this.connection = connection;
    this.overIpv6 = typeof connection.place.local !== 'number';
  }
}
