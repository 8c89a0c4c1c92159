import type { LinkedAddress } from './linked-address.ts';
import { isSamePlace } from './linked-address.ts';
import type { Family } from './metadata-address.ts';

/** What an interface has that matters here. */
export interface Interface {
  /** The metadata addresses that are on it. */
  readonly addresses: ReadonlySet<Family>;
  /** Whether IPv6 addresses can be put on it. */
  readonly ipv6: boolean;
}

/** What there is of links on a machine, or in a network namespace. */
export interface MachineNetwork {
  readonly interfaces: ReadonlyMap<string, Interface>;
  /** What the nftables table holds; undefined where there is no table, `unseen` to whoever may not look. */
  readonly table: readonly LinkedAddress[] | undefined | 'unseen';
  /** What the last `link` wrote down before it began. */
  readonly record: readonly LinkedAddress[];
}

/** Everything `link` ever put here: the record, and what only the table remembers. */
export function knownLinks(machine: MachineNetwork): readonly LinkedAddress[] {
  const { record } = machine;
  return [...record, ...seenTable(machine).filter((link) => !record.some((other) => isSamePlace(link, other)))];
}

/** What is seen of the table. */
export function seenTable({ table = [] }: MachineNetwork): readonly LinkedAddress[] {
  return table === 'unseen' ? [] : table;
}

/** Whether the address of a link is on its interface. */
export function isPresent({ interfaces }: MachineNetwork, { interface: name, family }: LinkedAddress): boolean {
  return interfaces.get(name)?.addresses.has(family) ?? false;
}
