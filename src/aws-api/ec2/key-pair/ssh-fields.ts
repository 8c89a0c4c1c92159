// RFC 4251 §5, "Data Type Representations Used in the SSH Protocols".

/** A string: its length in four bytes, then itself. */
export function sshString(value: string | Uint8Array): Buffer {
  const octets = Buffer.from(value);
  return Buffer.concat([uint32(octets.length), octets]);
}

/** A number without sign, in big-endian octets, as an mpint. */
export function mpint(value: Uint8Array): Buffer {
  const start = value.findIndex((octet) => octet !== 0);
  const digits = Buffer.from(start === -1 ? [] : value.subarray(start));
  const isHigh = (digits[0] ?? 0) >= 0x80;
  return sshString(isHigh ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}

/** A number in four bytes. */
export function uint32(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(value);
  return octets;
}

/** The strings that octets are made of; undefined if they are not made of strings. */
export function readSshStrings(octets: Uint8Array): readonly Buffer[] | undefined {
  const all = Buffer.from(octets);
  const strings: Buffer[] = [];
  for (let at = 0; at < all.length;) {
    if (at + 4 > all.length) return undefined;
    const end = at + 4 + all.readUInt32BE(at);
    if (end > all.length) return undefined;
    strings.push(all.subarray(at + 4, end));
    at = end;
  }
  return strings;
}
