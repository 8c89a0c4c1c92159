import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { instanceCommand, openInstanceNetwork, runProgram } from '#link';
import type { InstanceNetwork } from '#link';
import { err, ok } from '#base';
import type { Result } from '#base';
import type { StartFailure } from '#daemon';
import { fail } from '../failure.ts';
import { instanceEnvironment } from './instance-environment.ts';
import { leaveNobody } from './leave-nobody.ts';
import type { LastWill } from './leave-nobody.ts';
import { openOutsideNetwork } from './outside-network.ts';
import type { OutsideNetwork } from './outside-network.ts';
import { takeSignals } from './pass-signals.ts';
import { serveInstance } from './serve-instance.ts';
import type { InstanceServer, ServeRequest } from './serve-instance.ts';
import type { Powers } from './user-namespace.ts';

/** What `run` was asked. */
export interface RunRequest {
  readonly command: readonly [string, ...string[]];
  readonly hops: number;
  readonly network: 'none' | 'host';
  readonly serve: ServeRequest;
}

/** What a program on an instance needs around it. */
interface Surroundings {
  readonly network: InstanceNetwork;
  readonly server: InstanceServer;
  readonly outside: OutsideNetwork | undefined;
  readonly will: LastWill;
}

/** The machine may be slow to stop; whoever waits for the program is not to wait for that. */
const CLOSE_MS = 900;

/** Runs a program where EC2's addresses answer as an instance, and ends as it ends: with its exit code, or 128 and its signal. */
export async function run(request: RunRequest, { isRoot }: Powers): Promise<void> {
  const surroundings = await surround(request);
  if (!surroundings.ok) return fail(surroundings.error.message, surroundings.error.exitCode, 'cannot start');
  const { network, server, outside, will } = surroundings.value;
  const place = {
    networkPath: network.path,
    dropsPowers: !isRoot,
    ...(outside === undefined ? {} : { resolvConf: outside.resolvConf }),
  };
  const { program, args } = instanceCommand(place, request.command);
  const signals = takeSignals();
  const child = spawn(program, args, { stdio: 'inherit', env: instanceEnvironment(process.env) });
  signals.passTo(child);
  void server.ended.then(() => tell('whoever served this has ended: the metadata addresses answer no more'));
  const exitCode = await endOf(child);
  will.revoke();

  setTimeout(() => process.exit(exitCode), CLOSE_MS).unref();
  outside?.close();
  await server.close();
  process.exit(exitCode);
}

async function surround({ hops, network: kind, serve }: RunRequest): Promise<Result<Surroundings, StartFailure>> {
  const network = await openInstanceNetwork(runProgram, hops);
  if (!network.ok) return err({ exitCode: 1, message: network.error });
  const { path, sockets } = network.value;
  const will = await leaveNobody(path);
  if (!will.ok) return err({ exitCode: 1, message: will.error });
  const [server, outside] = await Promise.all([
    serveInstance(sockets, serve),
    kind === 'host' ? openOutsideNetwork(path) : ok(undefined),
  ]);
  if (server.ok && outside.ok)
    return ok({ network: network.value, server: server.value, outside: outside.value, will: will.value });
  will.value.revoke();
  if (outside.ok) outside.value?.close();
  if (!server.ok) return server;
  await server.value.close();
  return err({ exitCode: 1, message: outside.ok ? '' : outside.error });
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      tell(`nsenter cannot be started: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

/** For those who look at the screen; what the program says stays its own. */
function tell(message: string): void {
  process.stderr.write(`openimds: ${message}\n`);
}
