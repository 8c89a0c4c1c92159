import { LINUX } from '#host';
import type { Libc } from '#host';
import { unacknowledged } from './tcp-info.ts';

/**
 * What became of answers whose hop limit was lowered. `delivered`: the client's kernel has them; `pending`: that is not
 * known yet; `cut-off`: a router said that the limit was used up; `undelivered`: nobody acknowledged them in time.
 */
export type Delivery = 'delivered' | 'pending' | 'cut-off' | 'undelivered';

/**
 * Asks the kernel about a connection that lost its client, for the reason `errno`, 0 where the client closed it. An ICMP
 * "time exceeded" arrives as EHOSTUNREACH; routers limit how many of those they send, and without one the answer is given up
 * by TCP_USER_TIMEOUT.
 */
export function deliveryOf(libc: Libc, fd: number, errno: number): Delivery {
  if (errno === LINUX.EHOSTUNREACH) return 'cut-off';
  if (errno === LINUX.ETIMEDOUT) return 'undelivered';
  if (errno !== 0) return 'delivered';
  return unacknowledged(libc, fd) === 0 ? 'delivered' : 'pending';
}
