import type { Family } from './metadata-address.ts';
import { METADATA_ADDRESS } from './metadata-address.ts';

/** The interface of the last namespace, which programs see. */
const INSTANCE_INTERFACE = 'eth0';

/**
 * What makes a chain of network namespaces out of as many: 0 has the metadata addresses, the last is where programs run, and
 * those between route: `hops` is from 1 to 64. An answer of 0 needs a hop limit of at least `hops` to arrive in the last. Each entry is the input of
 * `ip -batch` inside the namespace of that number, to be run in order; `pathOf` gives the file of a namespace.
 */
export function instanceNetwork(
  hops: number,
  families: readonly Family[],
  pathOf: (namespace: number) => string,
): readonly string[] {
  return Array.from({ length: hops + 1 }, (_, place) => {
    const lines = [
      'link set lo up',
      ...(place > 0 ? upward(place, families) : []),
      ...(place < hops ? downward(place, families, pathOf(place + 1)) : []),
      ...families.flatMap((family) => routes(place, hops, family)),
    ];
    return lines.map((line) => `${line}\n`).join('');
  });
}

interface Subnets {
  /** All of them. */
  readonly prefix: string;
  /** The ends of a link: nearer to the metadata, and farther from it. */
  readonly upper: (link: number) => string;
  readonly lower: (link: number) => string;
}

/** Benchmarking addresses (RFC 2544) and a random unique local prefix (RFC 4193): nobody's that a host has routes to. */
const SUBNETS: Readonly<Record<Family, Subnets>> = {
  ipv4: { prefix: '198.18.0.0/16', upper: (link) => `198.18.${link}.1`, lower: (link) => `198.18.${link}.2` },
  ipv6: {
    prefix: 'fd8c:2f6b:71d4::/48',
    upper: (link) => `fd8c:2f6b:71d4:${link}::1`,
    lower: (link) => `fd8c:2f6b:71d4:${link}::2`,
  },
};

/** The end of the link from the namespace before, which that one has made. */
function upward(place: number, families: readonly Family[]): readonly string[] {
  const addresses = families.map((family) => addAddress(family, SUBNETS[family].lower(place), INSTANCE_INTERFACE));
  return [`link set ${INSTANCE_INTERFACE} up`, ...addresses];
}

/** A link to the next namespace. */
function downward(place: number, families: readonly Family[], next: string): readonly string[] {
  return [
    `link add eth1 type veth peer name ${INSTANCE_INTERFACE} netns ${next}`,
    'link set eth1 up',
    ...families.map((family) => addAddress(family, SUBNETS[family].upper(place + 1), 'eth1')),
    ...(place === 0 ? families.map((family) => hostAddress(family)) : []),
  ];
}

function addAddress(family: Family, address: string, name: string): string {
  return `address add ${address}/${family === 'ipv4' ? 30 : '64 nodad'} dev ${name}`;
}

function hostAddress(family: Family): string {
  return `address add ${METADATA_ADDRESS[family]}/${family === 'ipv4' ? 32 : '128 nodad'} dev eth1`;
}

/** Towards the metadata addresses and towards the programs, where neither is on a link of its own. */
function routes(place: number, hops: number, family: Family): readonly string[] {
  const { prefix, upper, lower } = SUBNETS[family];
  const metadata = `route add ${METADATA_ADDRESS[family]} via ${upper(place)}`;
  const programs = `route add ${prefix} via ${lower(place + 1)}`;
  return [...(place > 0 ? [metadata] : []), ...(place < hops - 1 ? [programs] : [])];
}
