import { err, ok } from '#base';
import type { Result } from '#base';
import type { ListenAddress, TrustedProxy } from '#data-plane';
import { DEFAULT_NETWORK, parseAddress } from '#model';
import type { AddressKey, DedicatedListener } from '#model';
import type { Replica } from '#registry';
import type { ListenDeclaration, ProxyDeclaration } from './config/configuration.ts';

/** Addresses that are opened one by one; for more there is `--host 0.0.0.0`. */
export const DESTINATIONS_MAX = 256;

/** The addresses that instances are attached to by destination and that `hosts` do not cover; the error says what to do. */
export function destinationHosts(
  hosts: readonly string[],
  replica: Pick<Replica, 'destinations'>,
): Result<readonly string[], string> {
  const covered = new Set(hosts.map((host) => parseAddress(host)));
  const everyIpv4 = covered.has(0) || hosts.includes('::');
  const isMissing = (key: AddressKey): boolean =>
    !covered.has(key) && !(typeof key === 'number' ? everyIpv4 : hosts.includes('::'));
  const missing: string[] = [];
  for (const address of replica.destinations(DEFAULT_NETWORK, isMissing)) {
    missing.push(address);
    if (missing.length > DESTINATIONS_MAX) return err(TOO_MANY);
  }
  return ok(missing);
}

const TOO_MANY = `more than ${DESTINATIONS_MAX} instances are attached to addresses of their own, which are listened on one by one. Use --host 0.0.0.0 (or ::) to listen on all of this machine's`;

/** What `dataPlane.listen` asks for; `port` where an entry names none. */
export function declaredListeners(declared: readonly ListenDeclaration[], port: number): readonly ListenAddress[] {
  return declared.map(({ proxy, ...entry }) => ({
    ...entry,
    port: entry.port ?? port,
    ...(proxy === undefined ? {} : { proxy: trustedProxy(proxy) }),
  }));
}

function trustedProxy({ keyBase64, maxAgeSeconds }: ProxyDeclaration): TrustedProxy {
  return { key: new Uint8Array(Buffer.from(keyBase64, 'base64')), maxAgeSeconds };
}

/** What the attachments of instances ask for. */
export function attachmentListeners(replica: Pick<Replica, 'dedicatedListeners'>): readonly ListenAddress[] {
  return [...replica.dedicatedListeners()].flatMap(([network, listener]) => addressesOf(network, listener));
}

/** The link-local addresses may be put on the interface, or into the namespace, later. */
function addressesOf(network: string, listener: DedicatedListener): readonly ListenAddress[] {
  switch (listener.kind) {
    case 'interface':
      return listener.hosts.map((host) => {
        return { host, port: listener.port, network, interface: listener.interface, early: true };
      });
    case 'netns':
      return listener.hosts.map((host) => ({ host, port: listener.port, network, netns: listener.netns, early: true }));
    case 'socket':
      return [{ socketPath: listener.path, mode: listener.mode, network }];
    case 'vsock':
      return [{ vsockPort: listener.port, network }];
  }
}
