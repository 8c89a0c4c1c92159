import { err, ok } from '#base';
import type { Result } from '#base';
import { GLOBAL_FLAGS, SUB_COMMANDS } from './commands.ts';
import type { Flag, MockCommand } from './commands.ts';

/** A command line, read. */
export interface CommandLine {
  readonly command: MockCommand;
  readonly help: boolean;
  readonly version: boolean;
  readonly json: boolean;
  /** The flags that were given with their values, in order of appearance, by name. */
  readonly given: ReadonlyMap<string, FlagValue>;
  /** Those of them that are settings, by key. */
  readonly settings: ReadonlyMap<string, FlagValue>;
}

/** What a flag was given. */
type FlagValue = string | number | boolean;

/** Reads flags and sub-command as amazon-ec2-metadata-mock does: long ones with one or two words, short ones alone or together. */
export function parseCommandLine(args: readonly string[]): Result<CommandLine, string> {
  const found = findCommand(args);
  if (!found.ok) return found;
  const { command, rest, isHelp } = found.value;
  const own = SUB_COMMANDS.find((each) => each.command === command)?.flags ?? [];
  const read = readFlags(rest, [...GLOBAL_FLAGS, ...own]);
  if (!read.ok) return read;
  const given = new Map(read.value.map(({ flag, value }) => [flag.name, value]));
  const settings = read.value.flatMap(({ flag, value }) =>
    flag.key === undefined ? [] : [[flag.key, value] as const],
  );
  const isOn = (name: string): boolean => given.get(name) === true;
  return ok({
    command,
    help: isHelp || isOn('help'),
    version: isOn('version'),
    json: isOn('json'),
    given,
    settings: new Map(settings),
  });
}

interface Found {
  readonly command: MockCommand;
  readonly rest: readonly string[];
  readonly isHelp: boolean;
}

/** The first word that is neither a flag nor the value of one; `help` may stand before it. */
function findCommand(args: readonly string[]): Result<Found, string> {
  const at = wordAt(args, 0);
  const word = args[at];
  if (word === undefined) return ok({ command: 'all', rest: args, isHelp: false });
  const rest = args.toSpliced(at, 1);
  if (word === 'help') {
    const next = findCommand(rest);
    return next.ok ? ok({ ...next.value, isHelp: true }) : next;
  }
  const sub = SUB_COMMANDS.find(({ command, aliases }) => command === word || aliases.includes(word));
  if (sub !== undefined) return ok({ command: sub.command, rest, isHelp: false });
  return err(`unknown command "${word}"; there are ${SUB_COMMANDS.map(({ command }) => command).join(', ')}`);
}

/** The place of the first word from `from` on; the end when there is none. */
function wordAt(args: readonly string[], from: number): number {
  let at = from;
  while (at < args.length) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('-')) return at;
    at += takesNext(arg) ? 2 : 1;
  }
  return args.length;
}

function takesNext(arg: string): boolean {
  if (arg.includes('=')) return false;
  const every = [...GLOBAL_FLAGS, ...SUB_COMMANDS.flatMap(({ flags }) => flags)];
  const flag = arg.startsWith('--')
    ? every.find(({ name }) => name === arg.slice(2))
    : arg.length === 2
      ? every.find(({ short }) => short === arg[1])
      : undefined;
  return flag !== undefined && flag.kind !== 'switch';
}

interface Read {
  readonly flag: Flag;
  readonly value: FlagValue;
}

function readFlags(args: readonly string[], flags: readonly Flag[]): Result<readonly Read[], string> {
  const read: Read[] = [];
  const waiting = [...args];
  for (let arg = waiting.shift(); arg !== undefined; arg = waiting.shift()) {
    if (!arg.startsWith('-') || arg === '-') return err(`unknown argument "${arg}"`);
    const outcome = arg.startsWith('--')
      ? readLong(arg.slice(2), flags, waiting)
      : readShort(arg.slice(1), flags, waiting);
    if (!outcome.ok) return outcome;
    read.push(...outcome.value);
  }
  return ok(read);
}

function readLong(text: string, flags: readonly Flag[], waiting: string[]): Result<readonly Read[], string> {
  const [name = '', ...after] = text.split('=');
  const flag = flags.find((each) => each.name === name);
  if (flag === undefined) return err(`unknown flag: --${name}`);
  const given = after.length > 0 ? after.join('=') : flag.kind === 'switch' ? 'true' : waiting.shift();
  if (given === undefined) return err(`flag needs an argument: --${name}`);
  return valueOf(flag, given);
}

/** `-Is`, `-d5`, `-d=5` and `-d 5`. */
function readShort(text: string, flags: readonly Flag[], waiting: string[]): Result<readonly Read[], string> {
  const flag = flags.find(({ short }) => short === text[0]);
  if (flag === undefined) return err(`unknown shorthand flag: '${text[0] ?? ''}' in -${text}`);
  const after = text.slice(1);
  if (flag.kind === 'switch' && !after.startsWith('=')) {
    const first = valueOf(flag, 'true');
    const others = after === '' ? ok([]) : readShort(after, flags, waiting);
    return first.ok && others.ok ? ok([...first.value, ...others.value]) : others;
  }
  const given = after === '' ? waiting.shift() : after.replace(/^=/, '');
  if (given === undefined) return err(`flag needs an argument: '${text}' in -${text}`);
  return valueOf(flag, given);
}

const ON = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const OFF = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

function valueOf(flag: Flag, text: string): Result<readonly Read[], string> {
  if (flag.kind === 'text') return ok([{ flag, value: text }]);
  if (flag.kind === 'whole' && /^-?\d{1,12}$/.test(text)) return ok([{ flag, value: Number(text) }]);
  if (flag.kind === 'switch' && (ON.has(text) || OFF.has(text))) return ok([{ flag, value: ON.has(text) }]);
  const wanted = flag.kind === 'whole' ? 'a whole number' : 'true or false';
  return err(`invalid argument "${text}" for "--${flag.name}": expected ${wanted}`);
}
