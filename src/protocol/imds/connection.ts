import type { Octets } from '#base';
import { BLANK, codes, matchesToken, skip, TOKEN } from './octet-class.ts';
import type { RequestHead } from './request-head.ts';

const CLOSE = codes('close');
const KEEP_ALIVE = codes('keep-alive');
const COMMA = 0x2c;

/** Notes `close` and `keep-alive` in one `Connection` list (RFC 9110 §7.6.1); other options and empty elements mean nothing here. */
export function takeConnection(head: RequestHead, bytes: Octets, start: number, end: number): void {
  for (let at = start; at < end; at++) {
    const option = skip(bytes, at, end, BLANK);
    const optionEnd = skip(bytes, option, end, TOKEN);
    at = skip(bytes, optionEnd, end, BLANK);
    if (at === end || bytes[at] === COMMA) takeOption(head, bytes, option, optionEnd);
    else while (at < end && bytes[at] !== COMMA) at++;
  }
  if (head.close) head.keepAlive = false;
}

function takeOption(head: RequestHead, bytes: Octets, start: number, end: number): void {
  if (isOption(bytes, start, end, CLOSE)) head.close = true;
  else if (isOption(bytes, start, end, KEEP_ALIVE)) head.keepAlive = true;
}

function isOption(bytes: Octets, start: number, end: number, option: Uint8Array): boolean {
  return end - start === option.length && matchesToken(bytes, start, option);
}
