import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import { err, ok } from '#base';
import type { Result } from '#base';
import { LINUX } from '#host';
import type { Libc } from '#host';
import type { ListenFailure, UnixListenAddress } from '../transport.ts';
import type { ListeningSocket } from './listening-socket.ts';
import { SOCKET_PATH_BYTES, unixAddress } from './socket-address.ts';
import { BACKLOG } from './tcp-socket.ts';

/** Opens a listening unix socket. Nobody can connect before its permissions are set, as it listens only then. */
export function openUnixSocket(
  libc: Libc,
  { socketPath: path, mode, network }: UnixListenAddress,
): Result<ListeningSocket, ListenFailure> {
  if (Buffer.byteLength(path) > SOCKET_PATH_BYTES)
    return failed(`socket ${path}: the path is longer than ${SOCKET_PATH_BYTES} bytes`);
  if (!removeStale(libc, path)) return err({ kind: 'in-use', message: `socket ${path} is in use` });
  const fd = openStream(libc);
  const address = unixAddress(path);
  if (libc.bind(fd, address, address.length) !== 0) return refused(libc, fd, path);
  chmodSync(path, mode);
  if (libc.listen(fd, BACKLOG) !== 0) return refused(libc, fd, path);
  return ok({ fd, port: 0, network, local: 0, relayed: true });
}

/** Removes a socket that nobody listens on any more; false when somebody does. What is no socket stays, and is in the way. */
function removeStale(libc: Libc, path: string): boolean {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() !== true) return true;
  const fd = openStream(libc);
  const address = unixAddress(path);
  const refused = libc.connect(fd, address, address.length) !== 0 && libc.errno() === LINUX.ECONNREFUSED;
  libc.close(fd);
  if (refused) unlinkSync(path);
  return refused;
}

function openStream(libc: Libc): number {
  return libc.socket(LINUX.AF_UNIX, LINUX.SOCK_STREAM | LINUX.SOCK_NONBLOCK | LINUX.SOCK_CLOEXEC, 0);
}

function refused(libc: Libc, fd: number, path: string): Result<never, ListenFailure> {
  const errno = libc.errno();
  libc.close(fd);
  return failed(`socket ${path} cannot be made: ${REASONS[errno] ?? `errno ${errno}`}`);
}

const REASONS: Readonly<Record<number, string>> = {
  [LINUX.ENOENT]: 'there is no such folder',
  [LINUX.EACCES]: 'the folder may not be written to',
  [LINUX.EADDRINUSE]: 'something else has that name',
};

function failed(message: string): Result<never, ListenFailure> {
  return err({ kind: 'failed', message });
}
