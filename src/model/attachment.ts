/** How a caller is recognised as an instance. Addresses are unique within a `network`. */
export type Attachment =
  | { readonly kind: 'source'; readonly address: string; readonly network: string }
  | { readonly kind: 'destination'; readonly address: string; readonly network: string }
  /** Whoever calls through this network interface; with `address`, nobody there who calls from another. */
  | ({ readonly kind: 'interface'; readonly interface: string; readonly address?: string } & LiteralEndpoint)
  /** Whoever calls in this network namespace: a name of `ip netns`, or the path of a namespace file. */
  | ({ readonly kind: 'netns'; readonly netns: string } & LiteralEndpoint)
  /** Whoever may open this unix socket; `mode` is that of the file. */
  | { readonly kind: 'socket'; readonly path: string; readonly mode: number }
  /** The virtual machine with this context id, at a vsock port of this host. */
  | { readonly kind: 'vsock'; readonly cid: number; readonly port: number }
  /** Whoever a trusted proxy on this network vouches for with a signed header. */
  | { readonly kind: 'proxy'; readonly network: string };

/** Where instances expect metadata: port 80 of EC2's two link-local addresses, unless said otherwise. */
interface LiteralEndpoint {
  readonly host?: string;
  readonly port?: number;
}

/** The network of listeners and attachments that name none. */
export const DEFAULT_NETWORK = 'default';

/** The addresses of EC2's metadata service. */
export const LINK_LOCAL_HOSTS: readonly string[] = ['169.254.169.254', 'fd00:ec2::254'];
const LINK_LOCAL_PORT = 80;

/** A listener that exists for attachments alone: whoever arrives there is recognised by that. */
export type DedicatedListener =
  | { readonly kind: 'interface'; readonly interface: string; readonly hosts: readonly string[]; readonly port: number }
  | { readonly kind: 'netns'; readonly netns: string; readonly hosts: readonly string[]; readonly port: number }
  | { readonly kind: 'socket'; readonly path: string; readonly mode: number }
  | { readonly kind: 'vsock'; readonly port: number };

/** The listener an attachment needs for itself; undefined where those of a named network serve it. */
export function dedicatedListener(attachment: Attachment): DedicatedListener | undefined {
  switch (attachment.kind) {
    case 'interface':
      return { kind: 'interface', interface: attachment.interface, ...endpointOf(attachment) };
    case 'netns':
      return { kind: 'netns', netns: attachment.netns, ...endpointOf(attachment) };
    case 'socket':
      return { kind: 'socket', path: attachment.path, mode: attachment.mode };
    case 'vsock':
      return { kind: 'vsock', port: attachment.port };
    default:
      return undefined;
  }
}

function endpointOf({ host, port = LINK_LOCAL_PORT }: LiteralEndpoint): { hosts: readonly string[]; port: number } {
  return { hosts: host === undefined ? LINK_LOCAL_HOSTS : [host], port };
}

/** What names of the networks of dedicated listeners begin with, and no other's. */
export const DEDICATED_PREFIX = '@';

const INSTANCE_NETWORK = `${DEDICATED_PREFIX}instance `;

/** The network in which everybody is this instance, whatever it is attached to: of sockets that were made for it. */
export function instanceNetwork(id: string): string {
  return `${INSTANCE_NETWORK}${id}`;
}

/** The instance that everybody is in a network of `instanceNetwork`; undefined of others. */
export function instanceOfNetwork(network: string): string | undefined {
  return network.startsWith(INSTANCE_NETWORK) ? network.slice(INSTANCE_NETWORK.length) : undefined;
}

/** The network of a dedicated listener: one of its own, as what arrives there can be nobody else's. */
export function dedicatedNetwork(listener: DedicatedListener): string {
  switch (listener.kind) {
    case 'interface':
      return `${DEDICATED_PREFIX}interface ${listener.interface} ${endpointText(listener)}`;
    case 'netns':
      return `${DEDICATED_PREFIX}netns ${listener.netns} ${endpointText(listener)}`;
    case 'socket':
      return `${DEDICATED_PREFIX}socket ${listener.path}`;
    case 'vsock':
      return `${DEDICATED_PREFIX}vsock port ${listener.port}`;
  }
}

function endpointText({ hosts, port }: { readonly hosts: readonly string[]; readonly port: number }): string {
  return hosts === LINK_LOCAL_HOSTS ? `port ${port}` : `${hosts.join()} port ${port}`;
}
