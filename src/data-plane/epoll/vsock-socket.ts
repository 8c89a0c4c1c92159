import { err, ok } from '#base';
import type { Result } from '#base';
import { LINUX } from '#host';
import type { Libc } from '#host';
import type { ListenFailure, VsockListenAddress } from '../transport.ts';
import type { ListeningSocket } from './listening-socket.ts';
import { vsockAddress } from './socket-address.ts';
import { BACKLOG } from './tcp-socket.ts';

/** Opens a listening vsock. The kernel says which virtual machine a connection is from, and no guest can say otherwise. */
export function openVsockSocket(
  libc: Libc,
  { vsockPort: port, network }: VsockListenAddress,
): Result<ListeningSocket, ListenFailure> {
  const fd = libc.socket(LINUX.AF_VSOCK, LINUX.SOCK_STREAM | LINUX.SOCK_NONBLOCK | LINUX.SOCK_CLOEXEC, 0);
  if (fd < 0) {
    return err({ kind: 'failed', message: `vsock port ${port}: this kernel has no vsock (modprobe vhost_vsock)` });
  }
  const address = vsockAddress(port);
  if (libc.bind(fd, address, address.length) === 0 && libc.listen(fd, BACKLOG) === 0)
    return ok({ fd, port, network, local: 0, relayed: true });
  const errno = libc.errno();
  libc.close(fd);
  if (errno === LINUX.EADDRINUSE) return err({ kind: 'in-use', message: `vsock port ${port} is in use` });
  const reason = errno === LINUX.EACCES ? 'ports below 1024 need root or CAP_NET_BIND_SERVICE' : `errno ${errno}`;
  return err({ kind: 'failed', message: `vsock port ${port} cannot be listened on: ${reason}` });
}
