import { err, ok } from '#base';
import type { Result } from '#base';

/** Where to listen. */
export interface PortRequest {
  /** The first of them decides the port. */
  readonly hosts: readonly [string, ...string[]];
  /** 0: any free port. */
  readonly port: number;
  /** True: that port or none. */
  readonly portIsExplicit: boolean;
}

/** How to listen on one address. */
export interface Opening<Opened, Failure> {
  readonly open: (host: string, port: number) => Promise<Result<Opened, Failure>>;
  /** The port that was taken where 0 was asked for. */
  readonly portOf: (opened: Opened) => number;
  readonly close: (opened: Opened) => Promise<void>;
}

/** What listens, by address, all of it on one port. */
export interface OpenedPort<Opened> {
  readonly port: number;
  readonly opened: ReadonlyMap<string, Opened>;
}

/** How many of the following ports are tried before any free one is taken. */
const NEXT_PORTS = 20;
/** How often a port the system chose for the first address may turn out to be taken on another. */
const FREE_PORT_TRIES = 5;

/**
 * Listens on every address with the same port: the one asked for or, if that was only a wish, the next that is free. After a
 * failure nothing is left listening.
 */
export async function openOnOnePort<Opened, Failure extends { readonly kind: string }>(
  request: PortRequest,
  opening: Opening<Opened, Failure>,
): Promise<Result<OpenedPort<Opened>, Failure>> {
  const [first, ...others] = candidates(request);
  let result = await openEverywhere(request.hosts, first, opening);
  for (const port of others) {
    if (result.ok || result.error.kind !== 'in-use') return result;
    result = await openEverywhere(request.hosts, port, opening);
  }
  return result;
}

function candidates({ port, portIsExplicit }: PortRequest): readonly [number, ...number[]] {
  if (portIsExplicit && port !== 0) return [port];
  const anyFree = Array.from({ length: FREE_PORT_TRIES - 1 }, () => 0);
  if (port === 0) return [0, ...anyFree];
  return [port, ...Array.from({ length: NEXT_PORTS - 1 }, (_, index) => port + 1 + index), 0, ...anyFree];
}

async function openEverywhere<Opened, Failure>(
  hosts: readonly string[],
  port: number,
  { open, portOf, close }: Opening<Opened, Failure>,
): Promise<Result<OpenedPort<Opened>, Failure>> {
  const opened = new Map<string, Opened>();
  let shared = port;
  for (const host of hosts) {
    const one = await open(host, shared);
    if (!one.ok) {
      await Promise.all([...opened.values()].map(close));
      return err(one.error);
    }
    opened.set(host, one.value);
    shared = portOf(one.value);
  }
  return ok({ port: shared, opened });
}
