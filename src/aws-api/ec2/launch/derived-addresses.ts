import { hexDigits } from '#base';

const TRIES = 32;
const DEFAULT_CIDR = '172.31.0.0/20';

/** Of every subnet EC2 keeps the first four addresses and the last (VPC User Guide, "Subnet CIDR blocks"). */
const RESERVED_LOW = 4;
const RESERVED = 5;

/** A private address in a subnet that nobody there has, as long as one is found soon; made from `seed`. */
export function derivedPrivateIpv4(
  cidr: string | undefined,
  seed: string,
  isTaken: (address: string) => boolean,
): string {
  const [network = '', bits = '20'] = (cidr ?? DEFAULT_CIDR).split('/');
  const hosts = Math.max(1, 2 ** (32 - Number(bits)) - RESERVED);
  const base = ipv4Value(network) + RESERVED_LOW;
  let address = '';
  for (let tries = 0; tries < TRIES; tries++) {
    address = ipv4Text(base + (hash(`ipv4:${seed}:${tries}`) % hosts));
    if (!isTaken(address)) break;
  }
  return address;
}

/** Whether an address is in a block. */
export function isWithin(address: string, cidr: string): boolean {
  const [network = '', bits = '0'] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(ipv4Value(address) / size) === Math.floor(ipv4Value(network) / size);
}

/** A public address, of those set aside for tests of networks (RFC 2544): nobody's. */
export function derivedPublicIpv4(seed: string): string {
  return ipv4Text(ipv4Value('198.18.0.0') + 1 + (hash(`public:${seed}`) % (2 ** 17 - 2)));
}

/** An address in a /64 for documentation (RFC 3849) that is the subnet's, or in the one it has. */
export function derivedIpv6(subnet: { readonly id: string; readonly cidr: string | undefined }, seed: string): string {
  const own = subnet.cidr?.endsWith('::/64') === true ? subnet.cidr.slice(0, -'::/64'.length).split(':') : [];
  const digits = hexDigits(`ipv6:${subnet.id}`, 8);
  const prefix = own.length === 4 ? own : ['2001', 'db8', group(digits.slice(0, 4)), group(digits.slice(4))];
  const host = hexDigits(`ipv6:${seed}`, 16).match(/.{4}/g) ?? [];
  return [...prefix, ...host.map(group)].join(':');
}

/** Never zero, so that there is nothing for `::` to stand for. */
function group(digits: string): string {
  return (Number.parseInt(digits, 16) || 1).toString(16);
}

function hash(seed: string): number {
  return Number.parseInt(hexDigits(seed, 12), 16);
}

function ipv4Value(text: string): number {
  return text.split('.').reduce((value, octet) => value * 256 + Number(octet), 0);
}

function ipv4Text(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join('.');
}
