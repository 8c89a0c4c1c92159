import type { Octets } from '#base';
import { LIMITS } from './limits.ts';
import { HTTP_VERSION, INCOMPLETE, MALFORMED, TARGET_TOO_LONG } from './malformation.ts';
import { AUTHORITY, codes, matchesToken, skip, TARGET, TOKEN } from './octet-class.ts';
import type { Method, RequestHead } from './request-head.ts';

const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;
const SLASH = 0x2f;
const QUESTION_MARK = 0x3f;
const ASTERISK = 0x2a;
const SCHEME = codes('http://');
const LONGEST_METHOD = 7;

const METHODS: readonly { readonly method: Method; readonly name: Uint8Array }[] = (
  ['GET', 'PUT', 'HEAD', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'] satisfies Method[]
).map((method) => ({ method, name: codes(method) }));

/** Parses the request line at `at` and an empty line before it; returns where the first field begins, INCOMPLETE or a refusal. */
export function parseRequestLine(bytes: Octets, at: number, limit: number, head: RequestHead): number {
  if (at >= limit) return INCOMPLETE;
  if (bytes[at] !== CR) return parseFilledLine(bytes, at, limit, head);
  // RFC 9112 §2.2: one empty line before a request is forgiven.
  const next = parseLineEnd(bytes, at, limit);
  return next > INCOMPLETE ? parseFilledLine(bytes, next, limit, head) : next;
}

function parseFilledLine(bytes: Octets, at: number, limit: number, head: RequestHead): number {
  let next = parseMethod(bytes, at, limit, head);
  if (next > INCOMPLETE) next = parseTarget(bytes, next, limit, head);
  if (next > INCOMPLETE) next = parseVersion(bytes, next, limit, head);
  return next;
}

/** CR LF and nothing else ends a line. */
export function parseLineEnd(bytes: Octets, at: number, limit: number): number {
  if (at >= limit) return INCOMPLETE;
  if (bytes[at] !== CR) return MALFORMED;
  if (at + 1 >= limit) return INCOMPLETE;
  return bytes[at + 1] === LF ? at + 2 : MALFORMED;
}

function parseMethod(bytes: Octets, at: number, limit: number, head: RequestHead): number {
  const end = skip(bytes, at, Math.min(limit, at + LONGEST_METHOD + 1), TOKEN);
  if (end === limit) return INCOMPLETE;
  if (bytes[end] !== SPACE) return MALFORMED;
  for (const { method, name } of METHODS) {
    if (name.length === end - at && startsWith(bytes, at, name)) {
      head.method = method;
      return end + 1;
    }
  }
  return MALFORMED;
}

function startsWith(bytes: Octets, at: number, name: Uint8Array): boolean {
  for (let index = 0; index < name.length; index++) if (bytes[at + index] !== name[index]) return false;
  return true;
}

function parseTarget(bytes: Octets, at: number, limit: number, head: RequestHead): number {
  const end = skip(bytes, at, Math.min(limit, at + LIMITS.targetBytes + 1), TARGET);
  if (end - at > LIMITS.targetBytes) return TARGET_TOO_LONG;
  if (end === limit) return INCOMPLETE;
  if (bytes[end] !== SPACE) return MALFORMED;
  head.targetStart = at;
  head.targetEnd = end;
  return bytes[at] === SLASH || isOtherForm(bytes, at, end, head.method) ? end + 1 : MALFORMED;
}

/** Asterisk-form for OPTIONS (RFC 9112 §3.2.4), absolute-form with `http` for all (§3.2.2). */
function isOtherForm(bytes: Octets, at: number, end: number, method: Method): boolean {
  if (bytes[at] === ASTERISK) return end - at === 1 && method === 'OPTIONS';
  if (end - at <= SCHEME.length || !matchesToken(bytes, at, SCHEME)) return false;
  const authority = at + SCHEME.length;
  const authorityEnd = skip(bytes, authority, end, AUTHORITY);
  if (authorityEnd === authority) return false;
  return authorityEnd === end || bytes[authorityEnd] === SLASH || bytes[authorityEnd] === QUESTION_MARK;
}

const VERSION = codes('HTTP/d.d');
const DIGIT = 0x64;

function parseVersion(bytes: Octets, at: number, limit: number, head: RequestHead): number {
  for (let index = 0; index < VERSION.length; index++) {
    if (at + index >= limit) return INCOMPLETE;
    const octet = bytes[at + index] ?? 0;
    const fits = VERSION[index] === DIGIT ? octet >= 0x30 && octet <= 0x39 : octet === VERSION[index];
    if (!fits) return MALFORMED;
  }
  const minor = bytes[at + 7] ?? 0;
  if (bytes[at + 5] !== 0x31 || minor > 0x31) return HTTP_VERSION;
  head.http10 = minor === 0x30;
  return parseLineEnd(bytes, at + VERSION.length, limit);
}
