import type { Command } from 'commander';
import { adminTarget } from '../admin-target.ts';
import { apiUrlOption, jsonOption, stateOption } from '../options.ts';
import { checked, isJson, verb } from '../verb.ts';

/** `openimds status`. */
export function addStatus(program: Command): void {
  verb(program, 'status', 'say what a running openimds holds', [
    ['openimds status', 'the one that was started with the usual state'],
    ['openimds status --state ./state --json', 'another, as one JSON object'],
  ])
    .addOption(stateOption())
    .addOption(apiUrlOption())
    .addOption(jsonOption('print one JSON object'))
    .action(
      checked(async (self) => {
        const { status } = await import('../status.ts');
        await status(adminTarget(self), isJson(self));
      }),
    );
}
