import { InvalidArgumentError, Option } from 'commander';
import { parseText } from './option-values.ts';

/** Which requests `watch` shows. */
export interface WatchOptions {
  readonly instance?: string;
  readonly imdsVersion?: '1' | '2';
  readonly path?: string;
  readonly status?: string;
  readonly refused?: true;
  readonly process?: string;
}

export function instanceOption(): Option {
  return new Option('--instance <ID>', 'of this instance').env('OPENIMDS_INSTANCE').argParser(parseText);
}

export function versionOption(): Option {
  return new Option('--imds-version <N>', '1: without a session token; 2: with one')
    .env('OPENIMDS_IMDS_VERSION')
    .choices(['1', '2']);
}

export function pathOption(): Option {
  return new Option('--path <PATTERN>', 'of this path, with * for any text').env('OPENIMDS_PATH').argParser(parseText);
}

export function statusOption(): Option {
  return new Option('--status <CODE>', 'answered with this status, such as 404 or 4xx')
    .env('OPENIMDS_STATUS')
    .argParser(parseStatus);
}

/** See `jsonOption`. */
export function refusedOption(): Option {
  return new Option('--refused', 'refused ones only (env: OPENIMDS_REFUSED)');
}

export function processOption(): Option {
  return new Option('--process <TEXT>', 'of a process, unit or container with this in its name or command line')
    .env('OPENIMDS_PROCESS')
    .argParser(parseText);
}

function parseStatus(value: string): string {
  if (/^\d(?:\d\d|xx)$/i.test(value)) return value;
  throw new InvalidArgumentError('expected a status such as 404, or a class such as 4xx');
}
