import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import type { AddressInfo, ListenOptions, Server } from 'node:net';
import { err, ok } from '#base';
import type { Result } from '#base';
import type { ListenAddress, ListenFailure, TcpListenAddress, UnixListenAddress } from '../transport.ts';

const BACKLOG = 4096;
/** Between the making of a unix socket and its own permissions, it has none for anybody but its owner. */
const OWNER_ONLY_UMASK = 0o177;

/** Makes a server listen; the port, 0 for a unix socket. What `node:net` has no call for is refused with what has. */
export async function openServer(server: Server, address: ListenAddress): Promise<Result<number, ListenFailure>> {
  if ('socketPath' in address) return openUnix(server, address);
  if ('vsockPort' in address) return unsupported(`vsock port ${address.vsockPort}`);
  if ('descriptor' in address) return open(server, { fd: address.descriptor }, 'the given socket');
  const { netns, interface: name } = address;
  if (netns !== undefined) return unsupported(`listening in network namespace ${netns}`);
  return name === undefined ? openTcp(server, address) : unsupported(`listening on interface ${name} alone`);
}

function unsupported(what: string): Result<never, ListenFailure> {
  return err({ kind: 'failed', message: `${what} takes the Linux transport (--transport epoll)` });
}

function openTcp(server: Server, { host, port }: TcpListenAddress): Promise<Result<number, ListenFailure>> {
  const ipv6Only = host.includes(':') && host !== '::';
  return open(server, { host, port, ipv6Only }, `${host} port ${port}`);
}

async function openUnix(server: Server, { socketPath: path, mode }: UnixListenAddress): ReturnType<typeof openServer> {
  if (await isStale(path)) unlinkSync(path);
  const umask = process.umask(OWNER_ONLY_UMASK);
  const opening = open(server, { path }, `socket ${path}`);
  process.umask(umask);
  const opened = await opening;
  if (opened.ok) chmodSync(path, mode);
  return opened;
}

/** True for a socket that nobody listens on any more. */
function isStale(path: string): Promise<boolean> {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() !== true) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect({ path }, () => resolve(false));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
    socket.once('connect', () => socket.destroy());
  });
}

/** `fd` is documented with `server.listen(handle)` and missing in the types of its options. */
function open(
  server: Server,
  options: ListenOptions & { fd?: number },
  where: string,
): Promise<Result<number, ListenFailure>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(err(failure(where, error))));
    server.listen({ ...options, backlog: BACKLOG }, () => {
      server.on('error', () => {});
      const taken = server.address() as AddressInfo | string;
      resolve(ok(typeof taken === 'string' ? 0 : taken.port));
    });
  });
}

function failure(where: string, error: NodeJS.ErrnoException): ListenFailure {
  if (error.code === 'EADDRINUSE') return { kind: 'in-use', message: `${where} is in use` };
  const kind = error.code === 'EAFNOSUPPORT' ? 'no-such-family' : 'failed';
  return { kind, message: `${where} cannot be listened on: ${error.code ?? error.message}` };
}
