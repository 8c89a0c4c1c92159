import type { Octets } from '#base';
import { addressText } from '#model';
import type { ImdsEvent, RequestTraits } from '#model';
import { hopFields } from '#protocol/imds';
import type { RequestHead } from '#protocol/imds';
import type { Place } from '../connection.ts';
import { isForeignHost } from './foreign-host.ts';

const METHOD_CHARACTERS = 16;
const PATH_CHARACTERS = 256;
const USER_AGENT_CHARACTERS = 256;
const NO_TRAITS: RequestTraits = { forwarded: false, foreignHost: false, browser: false };

/** Between whom a request went. */
export function describePlace({
  network,
  peer,
  peerPort,
  local,
  localPort,
  relayed,
}: Place): Pick<ImdsEvent, 'network' | 'peerAddress' | 'peerPort' | 'localAddress' | 'localPort'> {
  // A unix socket has no addresses.
  if (relayed === true && peer === 0) return { network, peerAddress: '', peerPort, localAddress: '', localPort };
  return { network, peerAddress: addressText(peer), peerPort, localAddress: addressText(local), localPort };
}

/** What of a request may be told: never a token, a query, or any other field than these. */
export type DescribedRequest = Pick<ImdsEvent, 'method' | 'path' | 'version' | 'userAgent' | 'traits'>;

/** Describes the request in `head`; of one that was not accepted, what could be read of it. */
export function describeRequest(head: RequestHead, bytes: Octets, place: Place): DescribedRequest {
  const read = head.targetStart >= 0;
  return {
    method: read ? head.method.slice(0, METHOD_CHARACTERS) : '-',
    path: read ? withoutQuery(text(bytes, head.targetStart, head.targetEnd, PATH_CHARACTERS)) : '',
    version: head.tokenStart >= 0 || head.method === 'PUT' ? 2 : 1,
    userAgent: text(bytes, head.userAgentStart, head.userAgentEnd, USER_AGENT_CHARACTERS),
    traits: head.length > 0 ? traits(head, bytes, place) : NO_TRAITS,
  };
}

/** For a connection that was closed before anything was read. */
export const NOTHING_READ: DescribedRequest = { method: '-', path: '', version: 1, userAgent: '', traits: NO_TRAITS };

function traits(head: RequestHead, bytes: Octets, place: Place): RequestTraits {
  const host = text(bytes, head.hostStart, head.hostEnd, 256);
  const { forwarded, browser } = hopFields(bytes, head.start, head.start + head.length);
  return { forwarded, browser, foreignHost: isForeignHost(host, place.local) };
}

function text(bytes: Octets, start: number, end: number, charactersMax: number): string {
  return start < 0 ? '' : bytes.latin1Slice(start, Math.min(end, start + charactersMax));
}

function withoutQuery(target: string): string {
  const end = target.search(/[?#]/);
  return end < 0 ? target : target.slice(0, end);
}
