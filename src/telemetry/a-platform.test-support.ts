import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '#base';

/** Time and chance of the machine: tests of this room cannot ask the one that has them. */
export function realPlatform(): { readonly clock: Clock; readonly random: Random } {
  return { clock: { now: () => Date.now() }, random: { bytes: (length) => randomBytes(length) } };
}
