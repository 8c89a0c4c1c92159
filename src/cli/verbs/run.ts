import type { Command } from 'commander';
import { fail } from '../failure.ts';
import { configOption, ephemeralOption, stateOption } from '../options.ts';
import { fromOption } from '../recording-options.ts';
import { hopsOption, instanceOption, networkOption } from '../run-options.ts';
import { runRequest } from '../run/run-request.ts';
import { checked, verb } from '../verb.ts';

/** `openimds run`. */
export function addRun(program: Command): void {
  verb(program, 'run', 'run a program where 169.254.169.254 answers as an instance, without root', [
    ['openimds run -- sh', 'a shell on an instance'],
    ['openimds run --instance i-0123456789abcdef0 -- aws configure list', 'on one of those that "openimds up" serves'],
    ['openimds run --hops 2 -- ./app', 'as in a container on the instance: a hop limit of 1 starves it'],
    ['openimds run --config openimds.yaml --network host -- ./app', 'with instances of its own, and the network'],
  ])
    .argument('<command...>', 'the program and its arguments')
    .passThroughOptions()
    .addOption(instanceOption())
    .addOption(hopsOption())
    .addOption(networkOption())
    .addOption(configOption())
    .addOption(fromOption())
    .addOption(stateOption())
    .addOption(ephemeralOption())
    .addHelpText(
      'after',
      '\nIt is served by the "openimds up" that runs on the same state. Where none does, or with --config, --from or\n--ephemeral, it has one of its own that ends with it. Exit code: that of the program; 128 and the number of the signal that ended it.',
    )
    .action(
      checked(async (self) => {
        const request = runRequest(self, process.env);
        const { gainPowers } = await import('../run/user-namespace.ts');
        const powers = await gainPowers();
        if (!powers.ok) return fail(powers.error, 1);
        // Only now, as what is loaded before is loaded again by a process that begins anew.
        const { run } = await import('../run/run.ts');
        await run(request, powers.value);
      }),
    );
}
