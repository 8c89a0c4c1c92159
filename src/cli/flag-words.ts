import type { Command } from 'commander';

/** What the admin API says, and what says the same on the command line. */
export interface FlagWords {
  /** Flags by the keys that the API has for them. */
  readonly flags: ReadonlyMap<string, string>;
  /** Whole phrases, which go before keys. */
  readonly phrases: readonly Phrase[];
}

/** A phrase of the API, and the one in its place. */
export type Phrase = readonly [said: string | RegExp, typed: string];

/** What selects instances has the same words in every request. */
const SELECTION: readonly Phrase[] = [
  ['instances, tags and all', '--instance, --tag and --all'],
  ['"at" or "in", not both', '--at or --in, not both'],
];

/**
 * The words of a verb: each of its flags stands for the key of that name, `--not-before` for `notBefore`, and for the list
 * of them, `--tag` for `tags`. What is called otherwise is a phrase.
 */
export function flagWords(command: Command, phrases: readonly Phrase[] = []): FlagWords {
  const flags = command.options.flatMap((option): [string, string][] => {
    const [name, flag] = [option.attributeName(), option.long ?? option.flags];
    return [
      [name, flag],
      [`${name}s`, flag],
    ];
  });
  return { flags: new Map(flags), phrases: [...phrases, ...SELECTION] };
}

/** Where a problem is, as the API puts it before each: `maintenance.notBefore: `, `instances[0]: `. */
const PLACE = /(?<=^|; |: )[A-Za-z]+(?:\.[^:;"]{1,80}?|\[\d+\])*(?=: )/g;
/** Names no other word is spelled like. */
const CAMEL_CASE = /\b[a-z]+(?:[A-Z][a-z]+)+\b/g;

/** Says of what was typed what the API says of what it was sent. Keys that are words too are told from those by their place. */
export function inFlags(message: string, { flags, phrases }: FlagWords): string {
  const said = phrases.reduce((text, [phrase, typed]) => text.replaceAll(phrase, typed), message);
  return said
    .replaceAll(PLACE, (place) => flagOf(place, flags) ?? place)
    .replaceAll(CAMEL_CASE, (key) => flags.get(key) ?? key);
}

/** The flag of the innermost key that has one, and what is inside of that; an index in a list tells nothing there. */
function flagOf(place: string, flags: ReadonlyMap<string, string>): string | undefined {
  const keys = place.replaceAll(/[.[]\d+\]?/g, '').split('.');
  const depth = keys.findLastIndex((key) => flags.has(key));
  const flag = flags.get(keys[depth] ?? '');
  return flag === undefined ? undefined : [flag, ...keys.slice(depth + 1)].join(' ');
}
