import { InvalidArgumentError, Option } from 'commander';
import { parseText } from './option-values.ts';

/** The kernel's own rule (dev_valid_name), less what would have to be quoted everywhere. */
const INTERFACE_NAME = /^[\w.:@-]{1,15}$/;

export function interfaceOption(): Option {
  return new Option('-i, --interface <NAME>', 'a bridge or tap whose guests are served, instead of this machine')
    .env('OPENIMDS_INTERFACE')
    .argParser(parseInterface);
}

export function dockerOption(): Option {
  return new Option('--docker <NETWORK>', 'a docker network whose containers are served, instead of this machine')
    .env('OPENIMDS_DOCKER')
    .argParser(parseText);
}

/** See `jsonOption`. */
export function dryRunOption(): Option {
  return new Option('--dry-run', 'print the commands instead of running them (env: OPENIMDS_DRY_RUN)');
}

/** See `jsonOption`. */
export function forceOption(): Option {
  return new Option('--force', 'also on an instance of EC2, whose own metadata is hidden then (env: OPENIMDS_FORCE)');
}

function parseInterface(text: string): string {
  if (INTERFACE_NAME.test(text) && text !== '.' && text !== '..') return text;
  throw new InvalidArgumentError(
    'It must be the name of a network interface: up to 15 letters, digits, ".", ":", "-".',
  );
}
