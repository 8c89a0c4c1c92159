// The thread that makes network namespaces and ends in the last of them.
import { openSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { LINUX, loadLibc } from './libc.ts';
import type { Libc } from './libc.ts';
import type { NamespaceAnswer, NamespaceOrder } from './network-namespaces.ts';

const FORWARDING = ['/proc/sys/net/ipv4/ip_forward', '/proc/sys/net/ipv6/conf/all/forwarding'];
const IPV6_DISABLED = ['all', 'default', 'lo'].map((scope) => `/proc/sys/net/ipv6/conf/${scope}/disable_ipv6`);
/** Nobody else is there to have an address twice, and a router asks no neighbor before its own address is settled, for seconds. */
const DUPLICATES_LOOKED_FOR = '/proc/sys/net/ipv6/conf/default/accept_dad';
const CLOEXEC_STREAM = LINUX.SOCK_STREAM | LINUX.SOCK_NONBLOCK | LINUX.SOCK_CLOEXEC;

parentPort?.postMessage(make(loadLibc(), workerData as NamespaceOrder) satisfies NamespaceAnswer);

function make(libc: Libc | string, { count, port }: NamespaceOrder): NamespaceAnswer {
  if (typeof libc === 'string') return { failure: libc };
  const descriptors: number[] = [];
  const sockets: number[] = [];
  for (let index = 0; index < count; index++) {
    if (libc.unshare(LINUX.CLONE_NEWNET) !== 0)
      return { failure: `no network namespace could be made (errno ${libc.errno()})` };
    descriptors.push(openSync('/proc/thread-self/ns/net', 'r'));
    for (const file of [...IPV6_DISABLED, DUPLICATES_LOOKED_FOR]) setSwitch(file, '0');
    if (index > 0 && index < count - 1) for (const file of FORWARDING) setSwitch(file, '1');
    if (index === 0) sockets.push(...boundSockets(libc, port));
  }
  return sockets.length === 0
    ? { failure: `no socket could be bound (errno ${libc.errno()})` }
    : { descriptors, sockets };
}

/** A kernel without IPv6 has no such files. */
function setSwitch(file: string, value: string): void {
  try {
    writeFileSync(file, value);
  } catch {
    // What cannot be set shows when it is needed.
  }
}

function boundSockets(libc: Libc, port: number): readonly number[] {
  return [bound(libc, anyIpv4(port)), bound(libc, anyIpv6(port))].filter((fd) => fd !== undefined);
}

function bound(libc: Libc, address: Buffer): number | undefined {
  const family = address.readUInt16LE(0);
  const fd = libc.socket(family, CLOEXEC_STREAM, 0);
  if (fd < 0) return undefined;
  const one = new Int32Array([1]);
  if (family === LINUX.AF_INET6) libc.setsockopt(fd, LINUX.IPPROTO_IPV6, LINUX.IPV6_V6ONLY, one, 4);
  if (libc.bind(fd, address, address.length) === 0) return fd;
  libc.close(fd);
  return undefined;
}

/** A `struct sockaddr_in` of 0.0.0.0. */
function anyIpv4(port: number): Buffer {
  return socketAddress(16, LINUX.AF_INET, port);
}

/** A `struct sockaddr_in6` of ::. */
function anyIpv6(port: number): Buffer {
  return socketAddress(28, LINUX.AF_INET6, port);
}

function socketAddress(length: number, family: number, port: number): Buffer {
  const address = Buffer.alloc(length);
  address.writeUInt16LE(family, 0);
  address.writeUInt16BE(port, 2);
  return address;
}
