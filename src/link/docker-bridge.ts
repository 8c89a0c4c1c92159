import { err, ok } from '#base';
import type { Result } from '#base';
import type { RunProgram } from './run-program.ts';

/** As much of the output of `docker network inspect` as is used. */
interface DockerNetwork {
  readonly Id?: string;
  readonly Driver?: string;
  readonly Options?: Readonly<Record<string, string>> | null;
}

/** The bridge interface of a docker network. Fails where docker does not answer, or has no bridge of that name. */
export async function dockerBridge(run: RunProgram, network: string): Promise<Result<string, string>> {
  const inspected = await run({ program: 'docker', args: ['network', 'inspect', network] });
  return inspected.ok ? bridgeName(inspected.value, network) : inspected;
}

/** Reads what docker says of a network: the interface has the name it was given, or one made of the id. */
export function bridgeName(json: string, network: string): Result<string, string> {
  // The Engine API keeps this shape; what is absent is told below.
  const [found] = JSON.parse(json) as readonly DockerNetwork[];
  if (found?.Driver !== 'bridge')
    return err(
      `the docker network ${network} has the driver ${found?.Driver ?? 'unknown'}; only bridges can be linked`,
    );
  const given = found.Options?.['com.docker.network.bridge.name'];
  if (given !== undefined) return ok(given);
  if (found.Id === undefined) return err(`docker does not tell the id of the network ${network}`);
  return ok(`br-${found.Id.slice(0, 12)}`);
}
