// DER (ITU-T X.690), as much of it as certificates and CMS need.

/** One encoded value: tag, length and contents. */
function encode(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(body.length)]), body]);
}

function lengthOctets(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) octets.unshift(rest & 0xff);
  return [0x80 | octets.length, ...octets];
}

/** SEQUENCE. */
export function sequence(...members: readonly Uint8Array[]): Buffer {
  return encode(0x30, ...members);
}

/** SET OF, in the ascending order that DER asks for (X.690 §11.6). */
export function setOf(...members: readonly Uint8Array[]): Buffer {
  return encode(0x31, ...members.toSorted((left, right) => Buffer.compare(left, right)));
}

/** A constructed value with the context-specific tag `[tag]`; around one value this is EXPLICIT tagging. */
export function tagged(tag: number, ...members: readonly Uint8Array[]): Buffer {
  return encode(0xa0 | tag, ...members);
}

/** A SET or SEQUENCE retagged `[tag] IMPLICIT`: only its first octet changes. */
export function retagged(tag: number, value: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0xa0 | tag]), value.subarray(1)]);
}

/** INTEGER from an unsigned big-endian number. */
export function integer(...magnitude: readonly number[]): Buffer {
  const firstDigit = magnitude.findIndex((octet) => octet !== 0);
  const digits = firstDigit === -1 ? [0] : magnitude.slice(firstDigit);
  return encode(0x02, Buffer.from((digits[0] ?? 0) & 0x80 ? [0, ...digits] : digits));
}

/** OBJECT IDENTIFIER from its dotted form. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  return encode(0x06, Buffer.from([first * 40 + second, ...others].flatMap(base128)));
}

function base128(arc: number): readonly number[] {
  const octets = [arc & 0x7f];
  for (let rest = arc >>> 7; rest > 0; rest >>>= 7) octets.unshift(0x80 | (rest & 0x7f));
  return octets;
}

/** OCTET STRING. */
export function octetString(octets: Uint8Array): Buffer {
  return encode(0x04, octets);
}

/** BIT STRING of whole octets. */
export function bitString(octets: Uint8Array): Buffer {
  return encode(0x03, Buffer.from([0]), octets);
}

/** PrintableString; `text` keeps to its alphabet. */
export function printableString(text: string): Buffer {
  return encode(0x13, Buffer.from(text, 'latin1'));
}

/** NULL. */
export function nothing(): Buffer {
  return encode(0x05);
}

/** BOOLEAN TRUE. */
export function yes(): Buffer {
  return encode(0x01, Buffer.from([0xff]));
}

/** A time to the second: UTCTime until 2049, GeneralizedTime after (RFC 5280 §4.1.2.5, RFC 5652 §11.3). */
export function time(timeMs: number): Buffer {
  const digits = new Date(timeMs).toISOString().replaceAll(/\.\d+|[^\dZ]/g, '');
  return digits < '2050' ? encode(0x17, Buffer.from(digits.slice(2))) : encode(0x18, Buffer.from(digits));
}

/** The encoded members of a constructed value with definite lengths. Throws a RangeError where lengths do not fit. */
export function membersOf(value: Uint8Array): readonly Uint8Array[] {
  const members: Uint8Array[] = [];
  for (let at = extent(value, 0).contentsAt; at < value.length;) {
    const { end } = extent(value, at);
    if (end > value.length) throw new RangeError('A DER value is longer than what holds it');
    members.push(value.subarray(at, end));
    at = end;
  }
  return members;
}

function extent(octets: Uint8Array, at: number): { readonly contentsAt: number; readonly end: number } {
  const first = octets[at + 1];
  if (first === undefined || first === 0x80 || first > 0x84) throw new RangeError('A DER value without a length');
  const more = first < 0x80 ? 0 : first & 0x7f;
  let length = more === 0 ? first : 0;
  for (const octet of octets.subarray(at + 2, at + 2 + more)) length = length * 256 + octet;
  return { contentsAt: at + 2 + more, end: at + 2 + more + length };
}
