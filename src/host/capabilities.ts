import { readFileSync } from 'node:fs';

/** Bits of linux/capability.h. */
const CAPABILITY = { CAP_NET_BIND_SERVICE: 10, CAP_NET_ADMIN: 12, CAP_SYS_ADMIN: 21 } as const;

/** A power of root that a process may have without being root. */
export type Capability = keyof typeof CAPABILITY;

/** Whether this process may do what the capability allows, in the user namespace it is in. False where there are none. */
export function hasCapability(capability: Capability): boolean {
  const [, digits] = /^CapEff:\s*([0-9a-f]+)$/m.exec(processStatus()) ?? [];
  return digits !== undefined && ((BigInt(`0x${digits}`) >> BigInt(CAPABILITY[capability])) & 1n) === 1n;
}

function processStatus(): string {
  try {
    return readFileSync('/proc/self/status', 'utf8');
  } catch {
    return '';
  }
}
