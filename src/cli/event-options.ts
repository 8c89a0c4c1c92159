import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { parseText } from './option-values.ts';
import { readSwitch } from './variables.ts';

/** What says when, and to which instances, as it is sent. */
export type EventWhenAndWho = Readonly<Record<string, unknown>>;

interface WhenAndWhoOptions {
  readonly in?: string;
  readonly at?: string;
  readonly instance?: readonly string[];
  readonly tag?: Readonly<Record<string, string>>;
  readonly all?: true;
}

/** A flag with a value, and its variable. */
export function valueOption(flags: string, description: string): Option {
  const name = /--([a-z-]+)/.exec(flags)?.[1] ?? '';
  const variable = `OPENIMDS_${name.toUpperCase().replaceAll('-', '_')}`;
  return new Option(flags, description).env(variable).argParser(parseText);
}

/** Adds the flags that every event has: when, and to which instances. */
export function addWhenAndWho(command: Command): Command {
  return command
    .addOption(valueOption('--in <DURATION>', 'after this long, such as 90s or 2m; now, unless told'))
    .addOption(valueOption('--at <TIME>', 'at this UTC time, such as 2026-01-31T12:00:00Z'))
    .addOption(
      new Option('--instance <ID>', 'for this instance; may be repeated. The only one there is, unless told')
        .env('OPENIMDS_INSTANCE')
        .argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), ...text.split(',')]),
    )
    .addOption(
      new Option('--tag <KEY=VALUE>', 'for instances with this tag; may be repeated, then with all of them')
        .env('OPENIMDS_TAG')
        .argParser(parseTag),
    )
    .addOption(new Option('--all', 'for every instance of the account (env: OPENIMDS_ALL)'));
}

function parseTag(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('expected KEY=VALUE, such as Name=web');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

/** What was said of when and who. */
export function whenAndWho(command: Command): EventWhenAndWho {
  const { in: delay, at, instance, tag, all } = command.opts<WhenAndWhoOptions>();
  const everyone = all ?? readSwitch(process.env, 'OPENIMDS_ALL') ?? false;
  return defined({ in: delay, at, instances: instance, tags: tag, all: everyone ? true : undefined });
}

/** Without what is not said. */
export function defined(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
