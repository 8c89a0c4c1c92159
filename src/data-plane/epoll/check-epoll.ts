import { LINUX } from '#host';
import type { Libc } from '#host';
import { Readiness } from './readiness.ts';
import { setOption } from './socket-options.ts';

const TTL_TRIED = 7;

/**
 * Tries what the loop relies on with descriptors of its own: that epoll reports an event with the right descriptor, which
 * it does not where `struct epoll_event` is laid out otherwise, and that a socket takes an IP TTL. Undefined, or what is wrong.
 */
export function checkEpoll(libc: Libc): string | undefined {
  const readiness = new Readiness(libc);
  const wakeFd = libc.eventfd(1, LINUX.SOCK_NONBLOCK | LINUX.SOCK_CLOEXEC);
  readiness.add(wakeFd, LINUX.EPOLLIN);
  const reported =
    readiness.wait(100) === 1 && readiness.descriptor(0) === wakeFd && readiness.bits(0) === LINUX.EPOLLIN;
  libc.close(wakeFd);
  readiness.close();
  if (!reported) return 'epoll does not report events as expected';
  return takesTtl(libc) ? undefined : 'a socket does not take an IP TTL';
}

function takesTtl(libc: Libc): boolean {
  const fd = libc.socket(LINUX.AF_INET, LINUX.SOCK_STREAM | LINUX.SOCK_CLOEXEC, 0);
  const value = new Int32Array(1);
  const set = setOption(libc, fd, LINUX.IPPROTO_IP, LINUX.IP_TTL, TTL_TRIED);
  const got = libc.getsockopt(fd, LINUX.IPPROTO_IP, LINUX.IP_TTL, value, new Int32Array([4])) === 0;
  libc.close(fd);
  return set && got && value[0] === TTL_TRIED;
}
