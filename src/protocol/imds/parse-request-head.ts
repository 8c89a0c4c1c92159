import type { Octets } from '#base';
import { knownName, takeField } from './header-field.ts';
import { LIMITS } from './limits.ts';
import { HEAD_TOO_LARGE, INCOMPLETE, MALFORMED, TRANSFER_ENCODING } from './malformation.ts';
import { BLANK, skip, TOKEN, VALUE } from './octet-class.ts';
import { parseLineEnd, parseRequestLine } from './request-line.ts';
import type { RequestHead } from './request-head.ts';

const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const COLON = 0x3a;

/**
 * Parses one request head from `bytes`, of which `start` to `end` have arrived, into `head`.
 *
 * Returns how many bytes the head takes; `INCOMPLETE` (0) when more must arrive, and then parsing starts over; or a negative number,
 * whose Refusal `malformation` names. Never throws, never reads outside `start` to `end`, and never answers a beginning otherwise than
 * the whole. Where it is stricter than RFC 9112: see this room's README.
 */
export function parseRequestHead(bytes: Octets, start: number, end: number, head: RequestHead): number {
  head.reset();
  head.start = start;
  const limit = Math.min(end, start + LIMITS.headBytes);
  let at = parseRequestLine(bytes, start, limit, head);
  if (at > INCOMPLETE) at = parseFields(bytes, at, limit, head);
  if (at === INCOMPLETE) return limit - start === LIMITS.headBytes ? HEAD_TOO_LARGE : INCOMPLETE;
  const refusal = at < INCOMPLETE ? at : checkHead(head);
  if (refusal < 0) return refusal;
  head.length = at - start;
  return head.length;
}

function parseFields(bytes: Octets, start: number, limit: number, head: RequestHead): number {
  let at = start;
  for (let fields = 0; at > INCOMPLETE; fields++) {
    if (at >= limit) return INCOMPLETE;
    if (bytes[at] === CR) return parseLineEnd(bytes, at, limit);
    if (fields === LIMITS.headerFields) return HEAD_TOO_LARGE;
    at = parseField(bytes, at, limit, head);
  }
  return at;
}

/** One line; one that begins with a blank (obs-fold) has no name and so is malformed. Returns where the next begins. */
function parseField(bytes: Octets, at: number, limit: number, head: RequestHead): number {
  const nameEnd = skip(bytes, at, limit, TOKEN);
  if (nameEnd === limit) return INCOMPLETE;
  if (nameEnd === at || bytes[nameEnd] !== COLON) return MALFORMED;
  const start = skip(bytes, nameEnd + 1, limit, BLANK);
  const lineEnd = skip(bytes, start, limit, VALUE);
  const next = parseLineEnd(bytes, lineEnd, limit);
  if (next <= INCOMPLETE) return next;
  const name = knownName(bytes, at, nameEnd);
  if (name === undefined) return next;
  const refusal = takeField(name, head, bytes, start, withoutBlanks(bytes, start, lineEnd));
  return refusal < 0 ? refusal : next;
}

function withoutBlanks(bytes: Octets, start: number, lineEnd: number): number {
  let end = lineEnd;
  while (end > start && (bytes[end - 1] === SPACE || bytes[end - 1] === TAB)) end--;
  return end;
}

/** What only the whole head can tell. Returns 0 or a refusal. */
function checkHead(head: RequestHead): number {
  if (!head.http10 && head.hostStart < 0) return MALFORMED;
  // RFC 9112 §6.1 and §6.3: both together are an attempt at smuggling; the one alone is a coding nothing here needs.
  if (head.transferEncoding) return head.contentLength >= 0 ? MALFORMED : TRANSFER_ENCODING;
  if (head.contentLength < 0) head.contentLength = 0;
  return 0;
}
