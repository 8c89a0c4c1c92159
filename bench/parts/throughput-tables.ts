import { spreadOf } from '../measure/statistics.ts';
import type { Spread } from '../measure/statistics.ts';
import { figure, spreadText } from '../report/number-text.ts';
import type { PartResult, Table } from '../report/part-result.ts';
import { SERVER_NAMES } from '../servers/server.ts';
import type { ServerName } from '../servers/server.ts';
import { MODE_TITLES, MODES } from './throughput-modes.ts';
import type { Mode } from './throughput-modes.ts';

/** One run. */
export interface Sample {
  readonly round: number;
  readonly server: ServerName;
  readonly mode: Mode;
  /** CPU time of the server for each request it answered. */
  readonly cpuUs: number;
  readonly requestsPerSecond: number;
  /** How much of the run the server was on its core: below 1, the client was the limit. */
  readonly busyShare: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly failures: number;
}

type Ours = Extract<ServerName, `openimds ${string}`>;

/** What a peer's CPU per request must be at least, as a multiple of openimds's. */
const TARGETS: readonly (readonly [ServerName, Ours, Mode, number])[] = [
  ['Go net/http', 'openimds epoll', 'keep-alive', 2.2],
  ['Go net/http', 'openimds epoll', 'per connection', 2],
  ['Go net/http', 'openimds net', 'keep-alive', 1.8],
  ['Go net/http', 'openimds net', 'per connection', 0.8],
  ['nginx', 'openimds epoll', 'keep-alive', 0.95],
  ['nginx', 'openimds epoll', 'per connection', 1.3],
  ['nginx', 'openimds net', 'keep-alive', 0.8],
  ['the mock, v2', 'openimds epoll', 'keep-alive', 4],
  ['the mock, v2', 'openimds epoll', 'per connection', 2.8],
  ['the mock, v2', 'openimds net', 'keep-alive', 3.5],
  ['the mock, v2', 'openimds net', 'per connection', 1.1],
];

/** The tables of all runs. */
export function throughputTables(samples: readonly Sample[], instances: number): Pick<PartResult, 'tables' | 'notes'> {
  const failures = samples.filter((sample) => sample.failures > 0);
  return {
    tables: [
      ratioTable(samples),
      ...MODES.filter((mode) => samples.some((sample) => sample.mode === mode)).map((mode) => modeTable(samples, mode)),
    ],
    notes: [
      `openimds and Go find the caller among ${figure(instances)} instances and check the token on every request; nginx returns a fixed text; the mock knows one instance.`,
      'Median, in brackets the quartiles of all rounds. Ratios are made within a round and then ordered.',
      ...failures.map(
        ({ server, mode, round, failures }) => `${server}, ${mode}, round ${round}: ${failures} requests failed.`,
      ),
    ],
  };
}

function modeTable(samples: readonly Sample[], mode: Mode): Table {
  const of = (server: ServerName): readonly Sample[] =>
    samples.filter((sample) => sample.server === server && sample.mode === mode);
  return {
    title: MODE_TITLES[mode],
    columns: ['server', 'CPU µs/request', 'requests/s', 'p50 µs', 'p99 µs', 'core busy'],
    rows: SERVER_NAMES.filter((server) => of(server).length > 0).map((server) => {
      const spread = (value: (sample: Sample) => number): string => spreadText(spreadOf(of(server).map(value)));
      const busy = spreadOf(of(server).map((sample) => sample.busyShare))?.median ?? Number.NaN;
      return [
        server,
        spread((sample) => sample.cpuUs),
        spread((sample) => sample.requestsPerSecond),
        spread((sample) => sample.p50Us),
        spread((sample) => sample.p99Us),
        `${Math.round(busy * 100)} %`,
      ];
    }),
  };
}

function ratioTable(samples: readonly Sample[]): Table {
  const rows = TARGETS.map(([peer, ours, mode, target]) =>
    ratioRow(`CPU per request of ${peer} / ${ours}, ${mode}`, ratios(samples, peer, ours, mode, 'cpuUs'), target),
  );
  const latency = ratios(samples, 'nginx', 'openimds epoll', 'keep-alive', 'p99Us');
  return {
    title: 'Against the peers (more is better for openimds)',
    columns: ['ratio', 'median (quartiles)', 'target', ''],
    rows: [...rows, ratioRow('p99 of nginx / openimds epoll, keep-alive', latency, 1)].filter((row) => row[1] !== '-'),
  };
}

function ratioRow(name: string, spread: Spread | undefined, target: number): readonly string[] {
  return [name, spreadText(spread), `≥ ${target}`, spread !== undefined && spread.median >= target ? 'met' : 'missed'];
}

function ratios(
  samples: readonly Sample[],
  peer: ServerName,
  ours: Ours,
  mode: Mode,
  of: 'cpuUs' | 'p99Us',
): Spread | undefined {
  const inMode = samples.filter((sample) => sample.mode === mode);
  return spreadOf(
    inMode
      .filter((sample) => sample.server === ours)
      .map((mine) => {
        const theirs = inMode.find((sample) => sample.server === peer && sample.round === mine.round);
        return theirs === undefined ? Number.NaN : theirs[of] / mine[of];
      }),
  );
}
