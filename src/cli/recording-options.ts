import { InvalidArgumentError, Option } from 'commander';
import { parseText } from './option-values.ts';

// What `record` and `diff` have in common. A command takes its own copies: an Option object remembers its command.

/** How to read a service, as commander leaves it. */
export interface ReadingOptions {
  readonly versions?: 'latest' | 'all' | readonly string[];
  readonly v1?: true;
  readonly userData?: true;
  readonly rate: number;
  readonly maxAnswers: number;
  readonly maxSeconds: number;
  readonly timeout: number;
}

/** The flags that say how to read a service. */
export function readingOptions(): readonly Option[] {
  return [
    new Option('--versions <LIST>', 'version directories to read: latest, all, or names separated by commas (latest)')
      .env('OPENIMDS_VERSIONS')
      .argParser(parseVersions),
    new Option('--rate <N>', 'requests a second at most').env('OPENIMDS_RATE').default(50).argParser(countUpTo(10_000)),
    new Option('--timeout <SECONDS>', 'how long one answer may take')
      .env('OPENIMDS_TIMEOUT')
      .default(5)
      .argParser(countUpTo(600)),
    new Option('--max-answers <N>', 'requests at most')
      .env('OPENIMDS_MAX_ANSWERS')
      .default(10_000)
      .argParser(countUpTo(1_000_000)),
    new Option('--max-seconds <N>', 'how long it may take at most')
      .env('OPENIMDS_MAX_SECONDS')
      .default(300)
      .argParser(countUpTo(86_400)),
    new Option('--user-data', 'read user data too; it may hold secrets (env: OPENIMDS_USER_DATA)'),
    new Option('--v1', 'send no session token (env: OPENIMDS_V1)'),
  ];
}

/** Where a recording goes. */
export function recordingOption(): Option {
  return new Option('-o, --output <FILE>', 'file to write; - is stdout')
    .env('OPENIMDS_OUTPUT')
    .default('imds-recording.yaml')
    .argParser(parseText);
}

/** The recording that `up` serves. */
export function fromOption(): Option {
  return new Option('--from <FILE>', 'serve what "openimds record" wrote, in place of a configuration')
    .env('OPENIMDS_FROM')
    .argParser(parseText);
}

/** Header names that a comparison passes over. */
export function ignoreHeaderOption(): Option {
  return new Option('--ignore-header <NAMES>', 'headers that do not count, separated by commas; repeat it')
    .env('OPENIMDS_IGNORE_HEADER')
    .default([], 'none')
    .argParser((text: string, earlier: readonly string[]) => [...earlier, ...parseHeaderNames(text)]);
}

function parseHeaderNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim().toLowerCase());
  // A token of RFC 9110, section 5.6.2.
  if (names.every((name) => /^[!#$%&'*+.^_`|~0-9a-z-]{1,256}$/.test(name))) return names;
  throw new InvalidArgumentError('Expected names of headers separated by commas, such as server,etag.');
}

/** The http URL of a metadata service. */
export function parseServiceUrl(text: string): URL {
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
  if (url?.protocol === 'http:' && url.username === '' && url.search === '' && url.hash === '') return url;
  throw new InvalidArgumentError(`"${text}" is not the http:// URL of a metadata service.`);
}

function parseVersions(text: string): ReadingOptions['versions'] {
  if (text === 'latest' || text === 'all') return text;
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => /^\w[\w.-]{0,63}$/.test(name))) return [...new Set(names)];
  throw new InvalidArgumentError('Expected latest, all, or names of version directories separated by commas.');
}

function countUpTo(most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,7}$/.test(text) ? Number(text) : 0;
    if (value >= 1 && value <= most) return value;
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${most}.`);
  };
}
