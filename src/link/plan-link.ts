import { err, ok } from '#base';
import type { Result } from '#base';
import type { Command } from './command.ts';
import { isSamePlace, recordLine } from './linked-address.ts';
import type { LinkedAddress } from './linked-address.ts';
import { isPresent, knownLinks, seenTable } from './machine-network.ts';
import type { Interface, MachineNetwork } from './machine-network.ts';
import { FAMILIES, METADATA_ADDRESS } from './metadata-address.ts';
import { isLoopbackLink, replaceTable } from './nft-table.ts';

/** What has to be done, and what is linked once it is. */
export interface LinkPlan {
  /** In order; none when everything is as it should be. */
  readonly commands: readonly Command[];
  readonly links: readonly LinkedAddress[];
}

/**
 * Puts the metadata addresses on an interface (`lo`: this machine's own), with port 80 leading to `port`. Other links are
 * mended where something of them is missing, and forgotten where their interface is gone. Fails when there is no such interface.
 */
export function planUp(
  machine: MachineNetwork,
  { interface: name, port }: { readonly interface: string; readonly port: number },
): Result<LinkPlan, string> {
  const target = machine.interfaces.get(name);
  if (target === undefined) return err(noInterface(machine, name));
  const others = standing(machine).filter((link) => link.interface !== name);
  const wanted = FAMILIES.filter((family) => family === 'ipv4' || target.ipv6).map((family) => {
    const known = knownLinks(machine).find((link) => link.interface === name && link.family === family);
    return { interface: name, family, port, address: known?.address ?? addressState(target, family) };
  });
  return ok(settle(machine, [...others, ...wanted]));
}

/** Takes away the links of an interface, or without one all; and in either case what is stale. Addresses that were found stay. */
export function planDown(machine: MachineNetwork, name?: string): LinkPlan {
  return settle(machine, name === undefined ? [] : standing(machine).filter((link) => link.interface !== name));
}

function addressState({ addresses }: Interface, family: LinkedAddress['family']): LinkedAddress['address'] {
  return addresses.has(family) ? 'found' : 'added';
}

function standing(machine: MachineNetwork): readonly LinkedAddress[] {
  return knownLinks(machine).filter((link) => machine.interfaces.has(link.interface));
}

function noInterface({ interfaces }: MachineNetwork, name: string): string {
  return `there is no interface ${name} here. There are ${[...interfaces.keys()].join(', ')}`;
}

function settle(machine: MachineNetwork, links: readonly LinkedAddress[]): LinkPlan {
  const leaving = knownLinks(machine).filter((link) => !links.some((other) => isSamePlace(link, other)));
  const removals = leaving.filter((link) => link.address === 'added' && isPresent(machine, link)).map(removeAddress);
  const additions = links.filter((link) => !isPresent(machine, link)).map(addAddress);
  const table = isTableRight(machine, links) ? [] : [replaceTable(links)];
  return { commands: [...removals, ...table, ...additions], links };
}

function isTableRight(machine: MachineNetwork, links: readonly LinkedAddress[]): boolean {
  if (links.length === 0) return machine.table === undefined;
  const lines = (all: readonly LinkedAddress[]): string => all.map(recordLine).sort().join('\n');
  return lines(seenTable(machine)) === lines(links);
}

function removeAddress(link: LinkedAddress): Command {
  return { program: 'ip', args: ['address', 'delete', prefix(link), 'dev', link.interface] };
}

/** Scope and lifetime keep the machine from calling others by this address; without them it could. */
function addAddress(link: LinkedAddress): Command {
  const scope = isLoopbackLink(link) ? 'host' : 'link';
  const manner = link.family === 'ipv4' ? ['scope', scope] : ['preferred_lft', '0', 'nodad'];
  return { program: 'ip', args: ['address', 'add', prefix(link), 'dev', link.interface, ...manner] };
}

function prefix({ family }: LinkedAddress): string {
  return `${METADATA_ADDRESS[family]}/${family === 'ipv4' ? 32 : 128}`;
}
