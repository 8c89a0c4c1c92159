import { err, ok } from '#base';
import type { Result } from '#base';
import { hasCapability } from '#host';
import {
  carryOut,
  dockerBridge,
  isRealEc2,
  linkStatus,
  observeMachine,
  openLinkRecord,
  planDown,
  planUp,
  runProgram,
} from '#link';
import type { LinkPlan, LinkRecord, MachineNetwork } from '#link';
import { fail } from './failure.ts';
import { commandLines, planReport, statusLines, upLines } from './link-report.ts';

/** What `link up` and `link down` were asked. */
export interface LinkRequest {
  /** Undefined, like `docker`: this machine for `up`, everything for `down`. */
  readonly interface: string | undefined;
  readonly docker: string | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** What every part of it needs. */
interface Seen {
  readonly machine: MachineNetwork;
  readonly record: LinkRecord;
}

/** Puts the addresses on this machine, or on the interface asked for, or prints how. */
export async function linkUp(request: LinkRequest, { port, force }: { port: number; force: boolean }): Promise<void> {
  if (isRealEc2() && !force) return fail(REAL_EC2, 1);
  const seen = await observe(request);
  if (!seen.ok) return fail(seen.error, 1);
  const name = await interfaceOf(request);
  if (!name.ok) return fail(name.error, 1);
  const target = { interface: name.value ?? 'lo', port };
  const plan = planUp(seen.value.machine, target);
  if (!plan.ok) return fail(plan.error, 1);
  await settle(request, seen.value, plan.value, () => upLines(plan.value, target));
}

/** Takes away what was linked on one interface, or everything, or prints how. */
export async function linkDown(request: LinkRequest): Promise<void> {
  const seen = await observe(request);
  if (!seen.ok) return fail(seen.error, 1);
  const name = await interfaceOf(request);
  if (!name.ok) return fail(name.error, 1);
  const plan = planDown(seen.value.machine, name.value);
  const done = plan.commands.length === 0 ? 'Nothing was linked.' : 'It is as if it had never been there.';
  await settle(request, seen.value, plan, () => [done]);
}

/** Prints what is linked; the exit code says whether all of it is in place. */
export async function printLinkStatus(json: boolean): Promise<void> {
  if (process.platform !== 'linux') return fail(LINUX_ONLY, 1);
  const machine = await observeMachine(runProgram, openLinkRecord(), hasCapability('CAP_NET_ADMIN'));
  if (!machine.ok) return fail(machine.error, 1);
  const status = await linkStatus(machine.value);
  process.stdout.write(`${json ? JSON.stringify(status) : statusLines(status).join('\n')}\n`);
  if (status.state !== 'up') process.exitCode = 1;
}

const LINUX_ONLY = 'link is for Linux: elsewhere nothing but root can have 169.254.169.254, and point the port there';
const NOT_ROOT =
  'this changes the network of the machine, which needs root (CAP_NET_ADMIN): the same command with sudo. --dry-run prints what it would do, and "openimds run" needs no root';
const REAL_EC2 =
  'this is an instance of EC2: its own metadata would be hidden from everything that runs here. If that is meant, --force';

async function observe({ dryRun }: LinkRequest): Promise<Result<Seen, string>> {
  if (process.platform !== 'linux') return err(LINUX_ONLY);
  const mayChange = hasCapability('CAP_NET_ADMIN');
  if (!mayChange && !dryRun) return err(NOT_ROOT);
  if (!mayChange) process.stderr.write('openimds: not root, so rules that are there already cannot be seen\n');
  const record = openLinkRecord();
  const machine = await observeMachine(runProgram, record, mayChange);
  return machine.ok ? ok({ machine: machine.value, record }) : machine;
}

async function interfaceOf(request: LinkRequest): Promise<Result<string | undefined, string>> {
  return request.docker === undefined ? ok(request.interface) : dockerBridge(runProgram, request.docker);
}

async function settle(
  { dryRun, json }: LinkRequest,
  { machine, record }: Seen,
  plan: LinkPlan,
  lines: () => readonly string[],
): Promise<void> {
  const done = dryRun ? ok(plan.links) : await carryOut(plan, machine, { run: runProgram, record });
  if (!done.ok) return fail(done.error, 1);
  const text = json ? JSON.stringify(planReport(plan, dryRun)) : (dryRun ? commandLines(plan) : lines()).join('\n');
  process.stdout.write(text === '' ? '' : `${text}\n`);
}
