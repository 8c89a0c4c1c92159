import type { Family } from './metadata-address.ts';

/** One metadata address on one interface, as `link` put it there or wants it there. */
export interface LinkedAddress {
  readonly interface: string;
  readonly family: Family;
  /** Where openimds listens: what is sent to port 80 goes there. */
  readonly port: number;
  /** Who put the address on the interface. What was there before stays there afterwards. */
  readonly address: 'added' | 'found';
}

const LINE = /^openimds (\S{1,15}) (ipv4|ipv6) (\d{1,5}) (added|found)$/;

/** As one line: the comment of the nftables rule and the line of the record, so that either tells what the other lost. */
export function recordLine({ interface: name, family, port, address }: LinkedAddress): string {
  return `openimds ${name} ${family} ${port} ${address}`;
}

/** Reads such a line; undefined when it is none. */
export function readRecordLine(line: string): LinkedAddress | undefined {
  const [, name, family, port, address] = LINE.exec(line) ?? [];
  if (name === undefined) return undefined;
  // The expression lets nothing else through.
  return { interface: name, family, port: Number(port), address } as LinkedAddress;
}

/** Whether both are the same address on the same interface. */
export function isSamePlace(one: LinkedAddress, other: LinkedAddress): boolean {
  return one.interface === other.interface && one.family === other.family;
}
