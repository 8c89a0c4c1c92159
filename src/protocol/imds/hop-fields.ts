import type { Octets } from '#base';
import { BLANK, skip, TOKEN, VALUE } from './octet-class.ts';

/** What fields of an accepted head say of who stands before its sender. */
export interface HopFields {
  /** A proxy says that it passed the request on. */
  readonly forwarded: boolean;
  /** Something only a browser sends, or a proxy for one. */
  readonly browser: boolean;
}

/** RFC 7239, RFC 9110 §7.6.3, and what proxies and content networks send in their stead. */
const FORWARDING =
  /^(?:forwarded|via|x-forwarded-(?:for|host|proto|port|server)|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip|x-envoy-external-address)$/i;
const BROWSER = /^(?:origin|referer|cookie|sec-(?:fetch|ch-ua)(?:-[a-z-]+)?|upgrade-insecure-requests)$/i;

/**
 * Reads again the head from `start` to `end`, which `parseRequestHead` has accepted, for the fields it passes over because
 * no answer depends on them. For the few requests that are told of.
 */
export function hopFields(bytes: Octets, start: number, end: number): HopFields {
  let forwarded = false;
  let browser = false;
  for (let at = nextLine(bytes, start, end); at < end; at = nextLine(bytes, at, end)) {
    const name = bytes.latin1Slice(at, skip(bytes, at, end, TOKEN));
    forwarded ||= FORWARDING.test(name);
    browser ||= BROWSER.test(name);
  }
  return { forwarded, browser };
}

/** Past the line at `at`, and past an empty one before it: in an accepted head all lines end with CR LF. */
function nextLine(bytes: Octets, at: number, end: number): number {
  return skip(bytes, at, end, VALUE | TOKEN | BLANK) + 2;
}
