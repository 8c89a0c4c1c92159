import { parseArgs } from 'node:util';

/** What can be measured, in the order it is. */
const PARTS = ['throughput', 'storm', 'start', 'memory', 'api', 'attribution', 'soak'] as const;

/** One thing to measure. */
export type PartName = (typeof PARTS)[number];

/** What the command line asks for. */
export interface BenchArguments {
  readonly parts: readonly PartName[];
  /** Undefined: as many as the part needs to be steady. */
  readonly rounds: number | undefined;
  /** Length of one run; undefined: what the part needs. */
  readonly seconds: number | undefined;
  /** How long each connection of the soak rests between requests; 0: not at all. */
  readonly pauseMs: number;
  readonly instances: number;
  /** Where the JSON goes; undefined: `bench/results/<date>.json`. */
  readonly json: string | undefined;
  readonly writeDocs: boolean;
}

export const USAGE = `usage: npm run bench -- [throughput|storm|start|memory|api|attribution|soak|all …] [options]

  throughput     CPU per request, requests/s and latency, against nginx, Go and ec2-metadata-mock
  storm          2,000 instances boot at once: a token and 60 reads each
  start          from starting the process to its first answer
  memory         resident memory and look-up time with many instances
  api            calls of the AWS API, against moto_server: CPU per call, calls/s, start, and pages of many instances
  attribution    what it costs to name the processes behind requests
  soak           token requests for as long as --seconds says, and what memory does meanwhile
  all            all of these (the default)

  --rounds N     rounds of throughput, storm, api and attribution, starts of start
  --seconds N    length of one run of throughput, api or attribution, or of the soak
  --pause MS     rest between the requests of a connection of the soak, whose transports then run at the same time
  --instances N  instances that are known (100000)
  --json FILE    where to write the figures (bench/results/<date>.json)
  --write-docs   put the tables into docs/performance.md
  --help

Peers are used where they are installed: nginx, go, moto_server, and the mock named by the variable AEMM_BIN.
`;

/** Reads the command line; a string says what is wrong with it. */
export function readArguments(args: readonly string[]): BenchArguments | 'help' | { readonly problem: string } {
  const parsed = parse(args);
  if ('problem' in parsed) return parsed;
  const { values, positionals } = parsed;
  if (values.help === true) return 'help';
  const unknown = positionals.find((name) => name !== 'all' && !isPart(name));
  if (unknown !== undefined) return { problem: `there is no part "${unknown}"; there are ${PARTS.join(', ')} and all` };
  for (const name of ['rounds', 'seconds', 'pause', 'instances'] as const)
    if (values[name] !== undefined && !(Number(values[name]) > 0))
      return { problem: `--${name} needs a number above 0` };
  return {
    parts:
      positionals.length === 0 || positionals.includes('all')
        ? PARTS
        : PARTS.filter((part) => positionals.includes(part)),
    rounds: values.rounds === undefined ? undefined : Math.ceil(Number(values.rounds)),
    seconds: values.seconds === undefined ? undefined : Number(values.seconds),
    pauseMs: Number(values.pause ?? 0),
    instances: Math.ceil(Number(values.instances ?? 100_000)),
    json: values.json,
    writeDocs: values['write-docs'] === true,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        pause: { type: 'string' },
        instances: { type: 'string' },
        json: { type: 'string' },
        'write-docs': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function isPart(name: string): name is PartName {
  return PARTS.some((part) => part === name);
}
