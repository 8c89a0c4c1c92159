import { readFileSync } from 'node:fs';
import { loadLibc, realPlatform } from '#host';
import { runProgram } from '#link';
import type { Check } from './check.ts';
import { checkOpenFiles } from './check-limits.ts';
import { checkLiteralAddress, checkNamespaces, checkNftables, checkPrograms } from './check-network.ts';
import { checkPort, checkPort80 } from './check-ports.ts';
import type { PortRequest } from './check-ports.ts';
import { checkRuntime } from './check-runtime.ts';
import { checkSkew } from './check-skew.ts';
import { checkState } from './check-state.ts';
import { checkTime } from './check-time.ts';

/** What `openimds up` would be started with. */
export interface ExaminationRequest {
  readonly stateDirectory: string;
  readonly ports: readonly PortRequest[];
  /** Whose time the clock is compared with: those that `up` would ask for credentials. */
  readonly issuers: readonly URL[];
}

/** Looks at everything, in the order it is told. */
export async function examine({ stateDirectory, ports, issuers }: ExaminationRequest): Promise<readonly Check[]> {
  const libc = loadLibc();
  const { clock } = realPlatform();
  return [
    ...checkRuntime(libc, process.versions.node),
    checkState(stateDirectory),
    checkTime(libc, clock),
    ...(await Promise.all(issuers.map(async (issuer) => checkSkew(issuer, clock)))),
    ...(await Promise.all(ports.map(checkPort))),
    ...(process.platform === 'linux' ? await examineLinux() : []),
  ];
}

/** True when everything is there that `openimds up` needs. */
export function isFit(checks: readonly Check[]): boolean {
  return checks.every(({ state }) => state !== 'fails');
}

async function examineLinux(): Promise<readonly Check[]> {
  const [port80, ...others] = await Promise.all([
    checkPort80(),
    checkNamespaces(runProgram),
    checkNftables(runProgram),
    checkLiteralAddress(runProgram),
  ]);
  const openFiles = checkOpenFiles(readFileSync('/proc/self/limits', 'utf8'));
  return [port80, openFiles, ...others, ...(await checkPrograms(runProgram))];
}
