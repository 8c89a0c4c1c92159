import type { Clock } from '#base';
import type { Libc } from '#host';
import { fails, limited, works } from './check.ts';
import type { Check } from './check.ts';

/** Nobody ran this release before. */
const RELEASED_MS = Date.UTC(2026, 0, 1);
/** adjtimex(2): the clock is not synchronized. */
const TIME_ERROR = 5;
/** Bytes of a `struct timex` of 64-bit Linux, and to spare. */
const TIMEX_BYTES = 256;
/** How a clock comes to be right. */
export const SYNCHRONIZE = 'timedatectl set-ntp true, or run chrony; in a container it is the host that has to';

/** Whether the clock can be right. Tokens, credentials and signatures go by it, and AWS refuses what is 5 minutes off. */
export function checkTime(libc: Libc | string, clock: Clock): Check {
  const now = new Date(clock.now()).toISOString();
  if (clock.now() < RELEASED_MS)
    return fails('time', `the clock says ${now}, before this release`, `set it: ${SYNCHRONIZE}`);
  if (typeof libc === 'string') return works('time', `the clock says ${now}`);
  // Modes 0: asks, and changes nothing.
  const state = libc.adjtimex(Buffer.alloc(TIMEX_BYTES));
  if (state !== TIME_ERROR) return works('time', 'the clock is synchronized');
  return limited('time', `the clock says ${now}, and nothing keeps it right`, SYNCHRONIZE);
}
