import { connect } from 'node:net';
import { recordLine } from './linked-address.ts';
import type { LinkedAddress } from './linked-address.ts';
import { isPresent, knownLinks, seenTable } from './machine-network.ts';
import type { MachineNetwork } from './machine-network.ts';
import { FAMILIES, METADATA_ADDRESS } from './metadata-address.ts';
import type { Family } from './metadata-address.ts';
import { isLoopbackLink } from './nft-table.ts';

/** How one linked address stands. */
export interface LinkState extends LinkedAddress {
  /** The address is on its interface. */
  readonly present: boolean;
  /** The nftables rule that leads to the port is there; undefined to whoever may not look. */
  readonly ruled: boolean | undefined;
  /** Somebody listens where it leads. */
  readonly answered: boolean;
}

/** What is linked here, and what else has the addresses. */
export interface LinkStatus {
  /** `stale`: something of it is missing, which the next `link up` mends and `link down` takes away. */
  readonly state: 'up' | 'down' | 'stale';
  readonly links: readonly LinkState[];
  /** Metadata addresses on interfaces that `link` did not put there. */
  readonly others: readonly { readonly interface: string; readonly address: string }[];
}

const CONNECT_MS = 500;

/** Compares what should be with what there is, and tries whether anybody listens. */
export async function linkStatus(machine: MachineNetwork): Promise<LinkStatus> {
  const rules = new Set(seenTable(machine).map(recordLine));
  const known = knownLinks(machine);
  const links = await Promise.all(
    known.map(async (link) => ({
      ...link,
      present: isPresent(machine, link),
      ruled: machine.table === 'unseen' ? undefined : rules.has(recordLine(link)),
      answered: await listens(destination(link), link.port),
    })),
  );
  return { state: stateOf(machine, links), links, others: othersOf(machine, known) };
}

function stateOf({ table }: MachineNetwork, links: readonly LinkState[]): LinkStatus['state'] {
  if (links.length === 0) return table === undefined || table === 'unseen' ? 'down' : 'stale';
  return links.every(({ present, ruled = true }) => present && ruled) ? 'up' : 'stale';
}

/** Where openimds has to listen for a link: see the rules. */
export function destination(link: Pick<LinkedAddress, 'interface' | 'family' | 'port'>): string {
  if (link.port === 80 || !isLoopbackLink(link)) return METADATA_ADDRESS[link.family];
  return link.family === 'ipv4' ? '127.0.0.1' : '::1';
}

function othersOf({ interfaces }: MachineNetwork, known: readonly LinkedAddress[]): LinkStatus['others'] {
  const isOurs = (name: string, family: Family): boolean =>
    known.some((link) => link.interface === name && link.family === family);
  return [...interfaces].flatMap(([name, { addresses }]) =>
    FAMILIES.filter((family) => addresses.has(family) && !isOurs(name, family)).map((family) => ({
      interface: name,
      address: METADATA_ADDRESS[family],
    })),
  );
}

function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CONNECT_MS });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });
}
