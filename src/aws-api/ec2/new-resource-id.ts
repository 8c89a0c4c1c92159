import type { Random } from '#base';

/** A new resource id of the current length: a prefix and 17 hexadecimal digits, the first a zero as EC2 has it. */
export function newResourceId(prefix: string, random: Random): string {
  return `${prefix}-0${Buffer.from(random.bytes(8)).toString('hex')}`;
}
