import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { readSwitch } from './variables.ts';

/** Begins a verb of the command, with a summary and examples for its help. */
export function verb(
  program: Command,
  name: string,
  summary: string,
  examples: readonly (readonly [string, string])[],
): Command {
  const width = Math.max(...examples.map(([example]) => example.length));
  const lines = examples.map(([example, meaning]) => `  ${example.padEnd(width)}  ${meaning}`);
  return program
    .command(name)
    .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
    .summary(summary)
    .addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

/** Whether JSON is wanted, by flag or variable. */
export function isJson(command: Command): boolean {
  return command.opts<{ json?: true }>().json ?? readSwitch(process.env, 'OPENIMDS_JSON') ?? false;
}

/** Tells flags that contradict each other as commander tells a flag that is wrong by itself. */
export function checked(action: (self: Command) => void | Promise<void>): (this: Command) => Promise<void> {
  return async function () {
    try {
      await action(this);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      this.error(`error: ${error.message}`, { code: error.code });
    }
  };
}
