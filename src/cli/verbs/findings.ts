import { Option } from 'commander';
import type { Command } from 'commander';
import { adminTarget } from '../admin-target.ts';
import { apiUrlOption, jsonOption, stateOption } from '../options.ts';
import { readSwitch } from '../variables.ts';
import { checked, isJson, verb } from '../verb.ts';

/** `openimds findings`. */
export function addFindings(program: Command): void {
  verb(program, 'findings', 'show what was found: stolen credentials, use of IMDSv1, forged requests', [
    ['openimds findings', 'all of them, worst first, with what to do'],
    ['openimds findings --status open', 'those that are neither archived nor resolved'],
    ['openimds findings --ocsf | jq .severity', 'for a SIEM: an event of OCSF a line'],
  ])
    .addOption(
      new Option('--status <STATUS>', 'only those that are open, archived or resolved')
        .choices(['open', 'archived', 'resolved'])
        .env('OPENIMDS_STATUS'),
    )
    .addOption(new Option('--ocsf', 'print events of OCSF, one a line (env: OPENIMDS_OCSF)'))
    .addOption(stateOption())
    .addOption(apiUrlOption())
    .addOption(jsonOption('print one JSON object'))
    .action(
      checked(async (self) => {
        const { status, ocsf } = self.opts<Options>();
        const isOcsf = ocsf ?? readSwitch(process.env, 'OPENIMDS_OCSF') ?? false;
        const { findings } = await import('../findings.ts');
        const query = status === undefined ? {} : { status };
        await findings(adminTarget(self), query, isOcsf ? 'ocsf' : isJson(self) ? 'json' : 'text');
      }),
    );
}

interface Options {
  readonly status?: string;
  readonly ocsf?: true;
}
