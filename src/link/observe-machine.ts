import { readFileSync } from 'node:fs';
import { err, ok } from '#base';
import type { Result } from '#base';
import type { LinkedAddress } from './linked-address.ts';
import type { LinkRecord } from './link-record.ts';
import type { Interface, MachineNetwork } from './machine-network.ts';
import { FAMILIES, METADATA_ADDRESS } from './metadata-address.ts';
import { LIST_TABLE, readTable } from './nft-table.ts';
import type { RunProgram } from './run-program.ts';

/**
 * Looks at the interfaces, the record and, where this process may (`seesTable`: it has CAP_NET_ADMIN), the table of the
 * network namespace it is in. Changes nothing.
 */
export async function observeMachine(
  run: RunProgram,
  record: LinkRecord,
  seesTable: boolean,
): Promise<Result<MachineNetwork, string>> {
  const [listing, table] = await Promise.all([
    run({ program: 'ip', args: ['-json', 'address', 'show'] }),
    seesTable ? observeTable(run) : ok('unseen' as const),
  ]);
  if (!listing.ok) return listing;
  if (!table.ok) return table;
  return ok({ interfaces: readInterfaces(listing.value), table: table.value, record: record.read() });
}

async function observeTable(run: RunProgram): Promise<Result<readonly LinkedAddress[] | undefined, string>> {
  const listed = await run(LIST_TABLE);
  if (listed.ok) return ok(readTable(listed.value));
  return listed.error.includes('No such file or directory') ? ok(undefined) : err(listed.error);
}

/** As much of the output of `ip -json address` as is used. */
interface ListedInterface {
  readonly ifname?: string;
  readonly addr_info?: readonly { readonly local?: string }[];
}

/** The interfaces in the output of `ip -json address show`. */
export function readInterfaces(
  json: string,
  takesIpv6: (name: string) => boolean = ipv6Enabled,
): ReadonlyMap<string, Interface> {
  // The programs of iproute2 keep this shape; what is absent counts as not there.
  const listed = JSON.parse(json) as readonly ListedInterface[];
  return new Map(
    listed.flatMap(({ ifname, addr_info: addresses = [] }) => {
      if (ifname === undefined) return [];
      const present = FAMILIES.filter((family) => addresses.some(({ local }) => local === METADATA_ADDRESS[family]));
      return [[ifname, { addresses: new Set(present), ipv6: takesIpv6(ifname) }] as const];
    }),
  );
}

function ipv6Enabled(name: string): boolean {
  try {
    return readFileSync(`/proc/sys/net/ipv6/conf/${name}/disable_ipv6`, 'utf8').trim() === '0';
  } catch {
    return false;
  }
}
