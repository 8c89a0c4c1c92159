import { Option } from 'commander';
import { parseText, parseWhole } from './option-values.ts';

/** Beyond it no hop limit of EC2 reaches. */
const HOPS_MAX = 64;

export function instanceOption(): Option {
  return new Option('--instance <ID>', 'the instance it runs on (the first one)')
    .env('OPENIMDS_INSTANCE')
    .argParser(parseText);
}

export function hopsOption(): Option {
  return new Option(
    '--hops <N>',
    'hops that answers travel: 1 is the instance, 2 a container on it; a router each between',
  )
    .env('OPENIMDS_HOPS')
    .default(1)
    .argParser((text) => parseWhole(text, 1, HOPS_MAX));
}

export function networkOption(): Option {
  return new Option('--network <KIND>', 'what else it reaches: nothing, or what this machine does (by slirp4netns)')
    .env('OPENIMDS_NETWORK')
    .choices(['none', 'host'])
    .default('none');
}
