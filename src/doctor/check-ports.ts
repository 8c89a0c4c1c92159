import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hasCapability } from '#host';
import { fails, limited, works } from './check.ts';
import type { Check } from './check.ts';

/** What is to listen where. */
export interface PortRequest {
  readonly name: string;
  readonly port: number;
  /** The flag it is changed with. */
  readonly flag: string;
  /** True: it was asked for, so no other will do. */
  readonly isExplicit: boolean;
}

const LOOPBACK = '127.0.0.1';

/** Tries the port on loopback, where `up` listens unless told otherwise. */
export async function checkPort({ name, port, flag, isExplicit }: PortRequest): Promise<Check> {
  const code = await tryPort(port);
  if (code === undefined) return works(name, `port ${port} is free`);
  const finding = code === 'EADDRINUSE' ? `port ${port} is taken` : `port ${port} cannot be listened on (${code})`;
  if (isExplicit) return fails(name, finding, `stop what listens there, or give another ${flag}; 0 takes a free one`);
  return limited(
    name,
    `${finding}: "openimds up" takes the next free one`,
    `stop what listens there, or give another ${flag}`,
  );
}

/** The port that clients with the address in them call. */
export async function checkPort80(): Promise<Check> {
  const name = 'port 80';
  if (!hasCapability('CAP_NET_BIND_SERVICE') && lowestPort() > 80)
    return limited(
      name,
      'needs root',
      '"openimds run" needs no root, and "sudo openimds link up" leads port 80 to another',
    );
  const code = await tryPort(80);
  if (code === undefined) return works(name, 'port 80 is free');
  return limited(
    name,
    `port 80 is taken on loopback (${code})`,
    'it can still be had on 169.254.169.254: "openimds link up"',
  );
}

/** Undefined when it could be listened on, else the reason. */
function tryPort(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

function lowestPort(): number {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
  } catch {
    return 1024;
  }
}
