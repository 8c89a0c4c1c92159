import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { jsonOption, rootOption, servedHostOption, servedPortOption, stateOption } from '../options.ts';
import type { UpOptions } from '../up-settings.ts';
import { readSwitch } from '../variables.ts';
import { checked, isJson, verb } from '../verb.ts';

/** `openimds env`. */
export function addEnv(program: Command): void {
  verb(program, 'env', 'print the variables that point AWS SDKs and tools here', [
    ['eval "$(openimds env)"', 'for the rest of this shell: the service started last, else the usual port'],
    ['openimds env --port 8080', 'for a service on that port'],
    ['eval "$(openimds env --root)"', 'the AWS CLI then calls the AWS API here, as the root user'],
  ])
    .addOption(servedPortOption())
    .addOption(servedHostOption())
    .addOption(rootOption())
    .addOption(stateOption())
    .addOption(jsonOption('print one JSON object'))
    .action(
      checked(async (self) => {
        const { host, port, root, state } = self.opts<Pick<UpOptions, 'host' | 'port' | 'state'> & { root?: true }>();
        const json = isJson(self);
        const { env, envOfRunning, rootEnv } = await import('../env.ts');
        if (root ?? readSwitch(process.env, 'OPENIMDS_ROOT') ?? false) return rootEnv(state, json);
        const isSaid = ['port', 'host'].some((name) => self.getOptionValueSource(name) !== 'default');
        if (!isSaid && (await envOfRunning(state, json))) return;
        if (port === 0)
          throw new InvalidArgumentError('port 0 is any free one; give the port that "openimds up" printed');
        env(host, port, json);
      }),
    );
}
