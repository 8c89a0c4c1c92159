/**
 * An address as an index key: the 32-bit value of an IPv4 address (also of an IPv4-mapped IPv6 one), the eight groups of an
 * IPv6 address as 32 hexadecimal digits, or what `contextIdKey` makes of the id of a virtual machine.
 */
export type AddressKey = number | string;

/** Reads IPv4 or IPv6 text, with or without a zone (`%eth0`); undefined when it is neither. */
export function parseAddress(text: string): AddressKey | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/** The text of an address: dotted for IPv4, RFC 5952 for IPv6, `cid 3` for a virtual machine. */
export function addressText(address: AddressKey): string {
  if (typeof address === 'string') return address.startsWith(CONTEXT_ID) ? address : ipv6Text(address);
  return [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join('.');
}

function ipv6Text(digits: string): string {
  const groups = Array.from({ length: 8 }, (_, index) => digits.slice(index * 4, index * 4 + 4).replace(/^0{1,3}/, ''));
  const text = groups.join(':');
  const runs = text.match(/\b0(?::0)+\b/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return text;
  const at = text.search(new RegExp(`\\b${longest}\\b`));
  return `${text.slice(0, Math.max(0, at - 1))}::${text.slice(at + longest.length + 1)}`;
}

function parseIpv4(text: string): number | undefined {
  const octets = text.split('.');
  if (octets.length !== 4) return undefined;
  let value = 0;
  for (const octet of octets) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(octet) || Number(octet) > 255) return undefined;
    value = value * 256 + Number(octet);
  }
  return value;
}

function parseIpv6(text: string): AddressKey | undefined {
  const bare = text.split('%', 1)[0] ?? '';
  const halves = withHexTail(bare)?.split('::');
  if (halves === undefined || halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return unmapped(groups.map((group) => group.toLowerCase().padStart(4, '0')).join(''));
}

/** Rewrites a dotted tail (RFC 4291 §2.2 form 3) as two hexadecimal groups. */
function withHexTail(text: string): string | undefined {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted === null) return text;
  const value = parseIpv4(dotted[2] ?? '');
  if (value === undefined) return undefined;
  return `${dotted[1]}${(value >>> 16).toString(16)}:${(value & 0xffff).toString(16)}`;
}

/** An IPv4-mapped address (RFC 4291 §2.5.5.2) is the IPv4 address: that is how a dual-stack socket shows it. */
function unmapped(digits: string): AddressKey {
  return digits.startsWith('00000000000000000000ffff') ? Number.parseInt(digits.slice(24), 16) : digits;
}

/** Whether the address is of this machine itself: 127.0.0.0/8 or ::1. */
export function isLoopback(address: AddressKey): boolean {
  return typeof address === 'number' ? address >>> 24 === 127 : address === '00000000000000000000000000000001';
}

const CONTEXT_ID = 'cid ';

/** The key of the virtual machine with this context id (vsock). No IP address has the same. */
export function contextIdKey(cid: number): AddressKey {
  return `${CONTEXT_ID}${cid}`;
}
