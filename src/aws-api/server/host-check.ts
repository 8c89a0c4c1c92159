import { isIP } from 'node:net';
import { isLoopback, parseAddress } from '#model';

/** Which names a server answers to. */
export interface HostCheck {
  /** Addresses and names that are listened on or configured. */
  readonly hosts: readonly string[];
}

const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/**
 * Whether a request is for this server by a name nobody else can make point here: loopback names and addresses, and what
 * is configured; any address at all where every address is listened on. Keeps pages of other sites out whose name was
 * made to resolve to this machine (DNS rebinding).
 */
export function isOwnHost(host: string | undefined, { hosts }: HostCheck): boolean {
  const name = hostName(host);
  if (name === undefined) return false;
  if (name === 'localhost' || name.endsWith('.localhost') || hosts.some((own) => own.toLowerCase() === name))
    return true;
  const address = parseAddress(name);
  if (address === undefined) return false;
  return isLoopback(address) || hosts.some((own) => WILDCARDS.has(own));
}

/** Whether a browser's page of another origin is behind a request; other clients send no `Origin`. */
export function isForeignOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return false;
  // A proxy in front may speak TLS.
  return origin.toLowerCase().replace(/^https?:\/\//, '') !== host?.toLowerCase();
}

/** The name in a `Host` header, without port, brackets and the dot of the root. */
function hostName(host: string | undefined): string | undefined {
  const match = /^(?:\[([0-9a-f:.%]+)\]|([^:[\]/@\s]+))(?::\d{1,5})?$/i.exec(host ?? '');
  const name = (match?.[1] ?? match?.[2])?.toLowerCase().replace(/\.$/, '');
  return name === '' || (match?.[1] !== undefined && isIP(match[1]) !== 6) ? undefined : name;
}
