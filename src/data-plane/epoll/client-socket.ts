import type { Connection } from '../connection.ts';
import type { Next } from '../next.ts';
import type { PacedOutput } from '../pace.ts';
import type { Sleeper } from './timers.ts';

/**
 * What a connection waits for. `head`: the rest of a request; `idle`: the next one; `throttled`: its turn to be read;
 * `sending`: the client to take an answer; `parked`: material; `delayed`: its time; `paced`: the time of the next bytes;
 * `lingering`: the client to read the last answer and close; `delivering`: word of whether a client that has closed was
 * reached, which is asked for in every sweep.
 */
export type Phase =
  | 'head'
  | 'idle'
  | 'throttled'
  | 'sending'
  | 'parked'
  | 'delayed'
  | 'paced'
  | 'lingering'
  | 'delivering';

/** The socket side of a connection. */
export class ClientSocket implements Sleeper {
  readonly fd: number;
  readonly connection: Connection;
  readonly overIpv6: boolean;
  phase: Phase = 'head';
  /** When the phase has lasted too long, by the loop's clock. */
  deadlineMs = 0;
  /** The epoll events watched for; negative while the descriptor is not watched at all, or what it has to tell is in doubt. */
  watched = -1;
  /** What the client has not taken yet. */
  unsent: Buffer | undefined = undefined;
  /** What follows once `unsent` is out. */
  afterSending: Next = 'read';
  lingerAfterSending = false;
  /** An answer that goes out bit by bit. */
  paced: PacedOutput | undefined = undefined;
  wakeAtMs = 0;
  heapIndex = -1;
  /** What the hop limit of its packets was lowered to; 0 while it was not. */
  hopLimit = 0;
  /** Packets of it that were taken from the allowance of its instance. */
  packetsCounted = 0;
  /** How long what has come was left unread the last time; 0 when it was read. */
  retransmissionMs = 0;

  constructor(fd: number, connection: Connection) {
    this.fd = fd;
    this.connection = connection;
    this.overIpv6 = typeof connection.place.local !== 'number';
  }
}
