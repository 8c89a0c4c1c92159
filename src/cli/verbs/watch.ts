import type { Command } from 'commander';
import { adminTarget } from '../admin-target.ts';
import { apiUrlOption, jsonOption, stateOption } from '../options.ts';
import { readSwitch } from '../variables.ts';
import { checked, isJson, verb } from '../verb.ts';
import {
  instanceOption,
  pathOption,
  processOption,
  refusedOption,
  statusOption,
  versionOption,
} from '../watch-options.ts';
import type { WatchOptions } from '../watch-options.ts';

/** `openimds watch`. */
export function addWatch(program: Command): void {
  const command = verb(program, 'watch', 'show metadata requests as they are answered', [
    ['openimds watch', 'all of them, with color on a terminal'],
    ['openimds watch --imds-version 1', 'who still uses IMDSv1'],
    ["openimds watch --path '/latest/meta-data/iam/*' --refused", 'who is refused role credentials'],
    ['openimds watch --json | jq .process', 'for programs: a JSON object a line'],
  ]);
  const filters = [instanceOption(), versionOption(), pathOption(), statusOption(), refusedOption(), processOption()];
  for (const option of [
    ...filters,
    stateOption(),
    apiUrlOption(),
    jsonOption('print a JSON object a line, as without a terminal'),
  ])
    command.addOption(option);
  command.addHelpText('after', '\nExit code: 0 where it is interrupted, 1 where openimds stops.').action(
    checked(async (self) => {
      // Without a terminal there is a program at the other end.
      const json = isJson(self) || !process.stdout.isTTY;
      const { watch } = await import('../watch.ts');
      await watch(adminTarget(self), { ...self.opts<WatchOptions>(), ...refusedOnly(self) }, json);
    }),
  );
}

function refusedOnly(command: Command): Pick<WatchOptions, 'refused'> {
  const { refused } = command.opts<WatchOptions>();
  return (refused ?? readSwitch(process.env, 'OPENIMDS_REFUSED') ?? false) ? { refused: true } : {};
}
