import { Socket } from 'node:net';
import type { OnReadOpts } from 'node:net';

/** What reads of one connection are given to: the first `length` bytes of the buffer they share. */
export type OnRead = (length: number, buffer: Buffer) => void;

/** `net` has no documented way to give an accepted connection a read buffer, and Node makes one for every read without it. */
interface WithHandle {
  _handle: object | null;
}

/**
 * Makes an accepted socket (of a server with `pauseOnConnect`) read into `buffer`, which saves a quarter of the cost of a
 * request. Where Node's internals are not as expected the socket itself is returned and reads are copies.
 */
export function adoptSocket(accepted: Socket, buffer: Buffer, onRead: OnRead): Socket {
  // The field is internal to Node, so it is looked for and not relied upon.
  const inner = accepted as unknown as Partial<WithHandle>;
  const handle = inner._handle;
  if (handle === undefined || handle === null) {
    accepted.on('data', (chunk: Buffer) => onRead(chunk.length, chunk));
    return accepted;
  }
  // Without its handle the accepted socket ends for the server's books only.
  inner._handle = null;
  accepted.destroy();
  const onread: OnReadOpts = {
    buffer,
    callback: (length, filled) => {
      onRead(length, filled as Buffer);
      return true;
    },
  };
  return new Socket({ handle, onread, allowHalfOpen: true } as ConstructorParameters<typeof Socket>[0]);
}
