import { checkEpoll } from '#data-plane';
import { LINUX } from '#host';
import type { Libc } from '#host';
import { limited, works } from './check.ts';
import type { Check } from './check.ts';

/** Any but what Linux sends with by itself. */
const HOP_LIMIT_TRIED = 7;

/** The runtime is new enough, or nobody would be asking. */
export function checkRuntime(libc: Libc | string, node: string): readonly Check[] {
  return [
    works('node', `Node ${node}`),
    checkTransport(libc),
    checkHopLimit(libc, 'IPv4'),
    checkHopLimit(libc, 'IPv6'),
  ];
}

function checkTransport(libc: Libc | string): Check {
  const name = 'transport';
  const hindrance = typeof libc === 'string' ? libc : checkEpoll(libc);
  if (hindrance === undefined) return works(name, 'an epoll loop over the C library (koffi)');
  const finding = `node:net, which is slower: ${hindrance}`;
  return limited(
    name,
    finding,
    'Linux on x64 or arm64 with the optional package koffi: npm install --include=optional',
  );
}

function checkHopLimit(libc: Libc | string, family: 'IPv4' | 'IPv6'): Check {
  const name = `hop limit, ${family}`;
  if (typeof libc === 'string') return limited(name, 'not enforced: see transport', 'see transport');
  if (takesHopLimit(libc, family)) return works(name, 'token answers leave with the hop limit of their instance');
  const remedy = family === 'IPv6' ? 'a kernel with IPv6 (not booted with ipv6.disable=1)' : 'another kernel';
  return limited(name, `${family} sockets take no hop limit`, remedy);
}

function takesHopLimit(libc: Libc, family: 'IPv4' | 'IPv6'): boolean {
  const isIpv4 = family === 'IPv4';
  const fd = libc.socket(isIpv4 ? LINUX.AF_INET : LINUX.AF_INET6, LINUX.SOCK_STREAM | LINUX.SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  const [level, option] = isIpv4 ? [LINUX.IPPROTO_IP, LINUX.IP_TTL] : [LINUX.IPPROTO_IPV6, LINUX.IPV6_UNICAST_HOPS];
  const value = new Int32Array([HOP_LIMIT_TRIED]);
  const isSet = libc.setsockopt(fd, level, option, value, 4) === 0;
  value[0] = 0;
  const isRead = libc.getsockopt(fd, level, option, value, new Int32Array([4])) === 0;
  libc.close(fd);
  return isSet && isRead && value[0] === HOP_LIMIT_TRIED;
}
