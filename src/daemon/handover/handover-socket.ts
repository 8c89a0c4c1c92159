import { join } from 'node:path';

/** What is asked with the sockets. */
export interface HandoverRequest {
  /** Absent: the first instance. */
  readonly instanceId?: string;
}

/** What comes back: one line of JSON. After it, the sockets are served for as long as the connection lasts. */
export type HandoverAnswer = { readonly instanceId: string } | { readonly refusal: string };

/** Bytes of a request. */
export const REQUEST_BYTES_MAX = 1024;

/** Bytes of the longest path a unix socket can have on Linux. */
const PATH_BYTES_MAX = 107;

/** Where a daemon with this state takes sockets over; undefined where the path is too long for a socket. */
export function handoverPath(stateDirectory: string): string | undefined {
  const path = join(stateDirectory, 'handover.sock');
  return Buffer.byteLength(path) > PATH_BYTES_MAX ? undefined : path;
}

/** The descriptor of a socket of `node:net`, which has no documented name; undefined once it is closed. */
export function descriptorOf(socket: object): number | undefined {
  const handle = (socket as { readonly _handle?: { readonly fd?: number } | null })._handle;
  return handle?.fd === undefined || handle.fd < 0 ? undefined : handle.fd;
}
