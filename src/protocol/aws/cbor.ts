// RFC 8949 as far as RPC v2 CBOR needs it (https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html): all major
// types, indefinite lengths when reading, the tag for epoch seconds. Written here because the libraries that do this
// have no limit on nesting, and pure rooms take nothing from outside.
import { err, ok } from '#base';
import type { Result } from '#base';

import { MAXIMUM_DEPTH } from './limits.ts';
import { decodeUtf8, encodeUtf8 } from '#base';

const MAJOR = { unsigned: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5, tag: 6, simple: 7 } as const;
const EPOCH_SECONDS_TAG = 1;
const INDEFINITE = 31;
const BREAK = 0xff;

/** Reads one item that fills `bytes`: plain objects, arrays, texts, numbers, `Date`, `Uint8Array`; the failure is a sentence. */
export function decodeCbor(bytes: Uint8Array): Result<unknown, string> {
  const reader = new Reader(bytes);
  try {
    const value = reader.item(0);
    return reader.atEnd() ? ok(value) : err('There is something after the CBOR item.');
  } catch (error) {
    if (error instanceof CborError) return err(error.message);
    throw error;
  }
}

class CborError extends Error {}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  item(depth: number): unknown {
    if (depth > MAXIMUM_DEPTH) throw new CborError('The CBOR is nested too deeply.');
    const initial = this.#byte();
    const [major, info] = [initial >> 5, initial & 31];
    switch (major) {
      case MAJOR.unsigned:
        return this.#argument(info);
      case MAJOR.negative:
        return -1 - this.#argument(info);
      case MAJOR.bytes:
        return this.#string(major, info);
      case MAJOR.text:
        return this.#text(info);
      case MAJOR.array:
        return this.#array(info, depth);
      case MAJOR.map:
        return this.#map(info, depth);
      case MAJOR.tag:
        return tagged(this.#argument(info), this.item(depth + 1));
      default:
        return this.#simple(info);
    }
  }

  #byte(): number {
    return this.#take(1)[0] ?? 0;
  }

  #take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw new CborError('The CBOR ends too early.');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #argument(info: number): number {
    if (info < 24) return info;
    const at = this.#at;
    this.#take(2 ** (info - 24));
    if (info === 24) return this.#view.getUint8(at);
    if (info === 25) return this.#view.getUint16(at);
    if (info === 26) return this.#view.getUint32(at);
    if (info === 27) return Number(this.#view.getBigUint64(at));
    throw new CborError('The CBOR has a reserved length.');
  }

  #string(major: number, info: number): Uint8Array {
    if (info !== INDEFINITE) return this.#take(this.#argument(info)).slice();
    const chunks: number[] = [];
    while (!this.#atBreak()) {
      const initial = this.#byte();
      if (initial >> 5 !== major || (initial & 31) === INDEFINITE)
        throw new CborError('A CBOR string has a false chunk.');
      for (const byte of this.#take(this.#argument(initial & 31))) chunks.push(byte);
    }
    return Uint8Array.from(chunks);
  }

  #text(info: number): string {
    const text = decodeUtf8(this.#string(MAJOR.text, info));
    if (text === undefined) throw new CborError('A CBOR text is not UTF-8.');
    return text;
  }

  #array(info: number, depth: number): readonly unknown[] {
    const items: unknown[] = [];
    for (const _ of this.#counted(info)) items.push(this.item(depth + 1));
    return items;
  }

  #map(info: number, depth: number): Readonly<Record<string, unknown>> {
    const entries: [string, unknown][] = [];
    for (const _ of this.#counted(info)) {
      const key = this.item(depth + 1);
      if (typeof key !== 'string') throw new CborError('A CBOR map has a key that is not text.');
      entries.push([key, this.item(depth + 1)]);
    }
    return Object.fromEntries(entries);
  }

  /** Once for each item. A length beyond the bytes that are left fails at the first item that is not there. */
  *#counted(info: number): Generator<void> {
    if (info === INDEFINITE) while (!this.#atBreak()) yield;
    else for (let left = this.#argument(info); left > 0; left--) yield;
  }

  #atBreak(): boolean {
    const found = this.#bytes[this.#at] === BREAK;
    if (found) this.#at++;
    return found;
  }

  #simple(info: number): unknown {
    const at = this.#at;
    switch (info) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return null;
      case 25:
        return halfFloat(this.#argument(info));
      case 26:
        this.#take(4);
        return this.#view.getFloat32(at);
      case 27:
        this.#take(8);
        return this.#view.getFloat64(at);
      default:
        throw new CborError('The CBOR has a simple value that means nothing here.');
    }
  }
}

function tagged(tag: number, content: unknown): unknown {
  if (tag !== EPOCH_SECONDS_TAG) return content;
  const time = new Date(typeof content === 'number' ? Math.round(content * 1000) : Number.NaN);
  if (Number.isNaN(time.getTime())) throw new CborError('A CBOR timestamp is not a time.');
  return time;
}

/** RFC 8949, appendix D. */
function halfFloat(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const mantissa = bits & 1023;
  const sign = bits >> 15 === 1 ? -1 : 1;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : Number.NaN;
  return sign * (mantissa + 1024) * 2 ** (exponent - 25);
}

/** Writes `value`, made of what `decodeCbor` gives, with definite lengths. */
export function encodeCbor(value: unknown): Uint8Array {
  const chunks: Uint8Array[] = [];
  write(value, chunks);
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function write(value: unknown, chunks: Uint8Array[]): void {
  if (typeof value === 'string') writeString(MAJOR.text, encodeUtf8(value), chunks);
  else if (typeof value === 'number') chunks.push(numberItem(value));
  else if (typeof value === 'boolean') chunks.push(Uint8Array.of(0xe0 | (value ? 21 : 20)));
  else if (value instanceof Uint8Array) writeString(MAJOR.bytes, value, chunks);
  else if (value instanceof Date) chunks.push(head(MAJOR.tag, EPOCH_SECONDS_TAG), double(value.getTime() / 1000));
  else if (Array.isArray(value)) {
    chunks.push(head(MAJOR.array, value.length));
    for (const item of value) write(item, chunks);
  } else writeMap(Object.entries(value as object), chunks);
}

function writeString(major: number, bytes: Uint8Array, chunks: Uint8Array[]): void {
  chunks.push(head(major, bytes.length), bytes);
}

function writeMap(entries: readonly (readonly [string, unknown])[], chunks: Uint8Array[]): void {
  chunks.push(head(MAJOR.map, entries.length));
  for (const [key, item] of entries) {
    write(key, chunks);
    write(item, chunks);
  }
}

function numberItem(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) return double(value);
  return value >= 0 ? head(MAJOR.unsigned, value) : head(MAJOR.negative, -1 - value);
}

function double(value: number): Uint8Array {
  const bytes = new Uint8Array(9);
  bytes[0] = 0xfb;
  new DataView(bytes.buffer).setFloat64(1, value);
  return bytes;
}

function head(major: number, argument: number): Uint8Array {
  const initial = major << 5;
  if (argument < 24) return Uint8Array.of(initial | argument);
  if (argument < 2 ** 8) return Uint8Array.of(initial | 24, argument);
  if (argument < 2 ** 16) return Uint8Array.of(initial | 25, argument >> 8, argument & 255);
  const bytes = new Uint8Array(argument < 2 ** 32 ? 5 : 9);
  const view = new DataView(bytes.buffer);
  bytes[0] = initial | (bytes.length === 5 ? 26 : 27);
  if (bytes.length === 5) view.setUint32(1, argument);
  else view.setBigUint64(1, BigInt(argument));
  return bytes;
}
