import type { Command } from 'commander';
import { jsonOption } from '../options.ts';
import { checked, isJson, verb } from '../verb.ts';
import { packageVersion } from '../version.ts';

/** `openimds version`. */
export function addVersion(program: Command): void {
  verb(program, 'version', 'print the version', [['openimds version --json', 'with the version of Node']])
    .addOption(jsonOption('print one JSON object'))
    .action(
      checked((self) => {
        const version = packageVersion();
        const text = isJson(self) ? JSON.stringify({ version, node: process.versions.node }) : version;
        process.stdout.write(`${text}\n`);
      }),
    );
}
