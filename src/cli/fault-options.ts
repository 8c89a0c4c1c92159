import { InvalidArgumentError, Option } from 'commander';
import { parseText } from './option-values.ts';

// They describe one fault, so none of them has a variable.

/** Which requests a fault concerns. */
export function selectionOptions(): readonly Option[] {
  return [
    new Option('--instance <ID>', 'only requests of this instance; repeat it').argParser(collect).default([], 'all'),
    new Option('--tag <KEY=VALUE>', 'only requests of instances with this tag; repeat it').argParser(collectTag),
    new Option('--path <PATTERN>', 'only this path, with * and **; repeat it').argParser(collect).default([], 'all'),
    new Option('--method <NAME>', 'only this method; repeat it').argParser(collect).default([], 'all'),
    new Option('--share <SHARE>', 'hit this share of them: 0.1 or 10%').argParser(parseShare),
    new Option('--seed <N>', 'what the share and random values are drawn with').argParser(parseWhole),
    new Option('--skip <N>', 'let so many through first').argParser(parseWhole),
    new Option('--count <N>', 'hit so many, then be spent').argParser(parseWhole),
    new Option('--from <TIME>', 'begin at a UTC time such as 2026-01-31T12:00:00Z').argParser(parseText),
    new Option('--until <TIME>', 'be spent from a UTC time on').argParser(parseText),
    new Option('--for <DURATION>', 'be spent after 30s, 5m, 2h, …').argParser(parseText),
  ];
}

/** What more there is to say of a status. */
export function statusOptions(): readonly Option[] {
  return [
    new Option('--retry-after <SECONDS>', 'Retry-After of a status').argParser(parseWhole),
    new Option('--header <NAME: VALUE>', 'header of a status; repeat it').argParser(collectHeader),
    new Option('--body <TEXT>', 'body of a status'),
    new Option('--content-type <TYPE>', 'type of that body').argParser(parseText),
    new Option('--reason <TEXT>', 'reason phrase of a status').argParser(parseText),
  ];
}

export function faultIdOption(): Option {
  return new Option('--id <ID>', 'its id; one is made up without').argParser(parseText);
}

/** See `jsonOption`. */
export function spentOption(): Option {
  return new Option('--spent', 'only those that are spent (env: OPENIMDS_SPENT)');
}

function collect(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, parseText(text)];
}

type Texts = Readonly<Record<string, string>>;

function collectTag(text: string, earlier: Texts = {}): Texts {
  const at = text.indexOf('=');
  if (at > 0) return { ...earlier, [text.slice(0, at)]: text.slice(at + 1) };
  throw new InvalidArgumentError('It must be a key and a value, such as team=web.');
}

function collectHeader(text: string, earlier: Texts = {}): Texts {
  const at = text.indexOf(':');
  if (at > 0) return { ...earlier, [text.slice(0, at).trim()]: text.slice(at + 1).trim() };
  throw new InvalidArgumentError('It must be a name and a value, such as "X-Why: busy".');
}

function parseWhole(text: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

function parseShare(text: string): number {
  const [, number = '', percent] = /^(\d{1,3}(?:\.\d{1,9})?)(%)?$/.exec(text) ?? [];
  const share = Number(number) / (percent === undefined ? 1 : 100);
  if (number !== '' && share <= 1) return share;
  throw new InvalidArgumentError('It must be a number from 0 to 1, or a percentage.');
}
