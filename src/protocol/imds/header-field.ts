import type { Octets } from '#base';
import { takeConnection } from './connection.ts';
import { LIMITS } from './limits.ts';
import { BODY_TOO_LARGE, MALFORMED } from './malformation.ts';
import { codes, matchesToken } from './octet-class.ts';
import type { RequestHead } from './request-head.ts';

const KNOWN_NAMES = [
  'connection',
  'content-length',
  'expect',
  'host',
  'range',
  'transfer-encoding',
  'user-agent',
  'x-aws-ec2-metadata-token',
  'x-aws-ec2-metadata-token-ttl-seconds',
  'x-forwarded-for',
  'x-openimds-instance',
] as const;

const CONTINUE = codes('100-continue');

/** A field that matters here; every other one is only checked for its syntax. */
export type KnownName = (typeof KNOWN_NAMES)[number];

// By length, because that alone tells most other names apart.
const BY_LENGTH = Array.from({ length: 37 }, (_, length) =>
  KNOWN_NAMES.filter((name) => name.length === length).map((name) => ({ name, lowerCase: codes(name) })),
);

/** Which field the token from `start` to `end` names, in any case. */
export function knownName(bytes: Octets, start: number, end: number): KnownName | undefined {
  const candidates = BY_LENGTH[end - start];
  if (candidates === undefined) return undefined;
  for (const { name, lowerCase } of candidates) if (matchesToken(bytes, start, lowerCase)) return name;
  return undefined;
}

/** Notes the value from `start` to `end`. Returns 0, or the refusal it leads to. */
export function takeField(name: KnownName, head: RequestHead, bytes: Octets, start: number, end: number): number {
  switch (name) {
    case 'host':
      return takeHost(head, start, end);
    case 'x-aws-ec2-metadata-token':
      return takeToken(head, start, end);
    case 'x-aws-ec2-metadata-token-ttl-seconds':
      return takeTtl(head, start, end);
    case 'x-forwarded-for':
      head.forwardedFor = true;
      return 0;
    case 'x-openimds-instance':
      return takeVoucher(head, start, end);
    case 'connection':
      takeConnection(head, bytes, start, end);
      return 0;
    case 'content-length':
      return takeContentLength(head, bytes, start, end);
    case 'transfer-encoding':
      head.transferEncoding = true;
      return 0;
    case 'expect':
      head.expectsContinue ||= !head.http10 && end - start === CONTINUE.length && matchesToken(bytes, start, CONTINUE);
      return 0;
    case 'user-agent':
      return takeUserAgent(head, start, end);
    case 'range':
      return takeRange(head, start, end);
  }
}

function takeHost(head: RequestHead, start: number, end: number): number {
  if (head.hostStart >= 0) return MALFORMED;
  head.hostStart = start;
  head.hostEnd = end;
  return 0;
}

function takeToken(head: RequestHead, start: number, end: number): number {
  if (start === end) return 0;
  head.tokenRepeated = head.tokenStart >= 0;
  head.tokenStart = start;
  head.tokenEnd = end;
  return 0;
}

function takeTtl(head: RequestHead, start: number, end: number): number {
  head.ttlRepeated = head.ttlStart >= 0;
  head.ttlStart = start;
  head.ttlEnd = end;
  return 0;
}

function takeVoucher(head: RequestHead, start: number, end: number): number {
  head.vouchedRepeated = head.vouchedStart >= 0;
  head.vouchedStart = start;
  head.vouchedEnd = end;
  return 0;
}

function takeUserAgent(head: RequestHead, start: number, end: number): number {
  if (head.userAgentStart >= 0) return 0;
  head.userAgentStart = start;
  head.userAgentEnd = end;
  return 0;
}

function takeRange(head: RequestHead, start: number, end: number): number {
  if (head.rangeStart >= 0) return 0;
  head.rangeStart = start;
  head.rangeEnd = end;
  return 0;
}

/** RFC 9112 §6.3: digits only, once only; a list of equal values is refused too, for nothing here sends one. */
function takeContentLength(head: RequestHead, bytes: Octets, start: number, end: number): number {
  if (head.contentLength >= 0 || start === end) return MALFORMED;
  let length = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return MALFORMED;
    // Kept just above the limit, where more digits cannot make it wrong.
    length = Math.min(length * 10 + digit, LIMITS.bodyBytes + 1);
  }
  head.contentLength = length;
  return length > LIMITS.bodyBytes ? BODY_TOO_LARGE : 0;
}
