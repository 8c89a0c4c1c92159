import { quantile, spreadOf } from '../measure/statistics.ts';
import { figure, megabytes, spreadText } from '../report/number-text.ts';
import type { PartResult, Table } from '../report/part-result.ts';
import { API_SERVER_NAMES } from '../servers/api-server.ts';
import type { ApiServerName } from '../servers/api-server.ts';
import { API_CALL_NAMES } from './api-calls.ts';
import type { ApiCallName, ApiSample } from './api-calls.ts';
import { PAGE, SETTLE_MS } from './api-inventory.ts';
import type { Inventory } from './api-inventory.ts';

/** One start, to the first answered call. */
export interface ApiStart {
  readonly server: ApiServerName;
  readonly milliseconds: number;
  readonly residentBytes: number;
}

/** What the part measured. */
export interface ApiFigures {
  readonly samples: readonly ApiSample[];
  readonly starts: readonly ApiStart[];
  readonly inventories: readonly Inventory[];
  /** Undefined when it was not there to compare with. */
  readonly motoVersion: string | undefined;
}

const PEER = 'moto_server';

/** The tables of all of it. */
export function apiTables({
  samples,
  starts,
  inventories,
  motoVersion,
}: ApiFigures): Pick<PartResult, 'tables' | 'notes'> {
  const tables = [callTable(samples), startTable(starts), inventoryTable(inventories)];
  return { tables, notes: [...notes(motoVersion), ...failureNotes(samples)] };
}

function callTable(samples: readonly ApiSample[]): Table {
  const rows = API_CALL_NAMES.flatMap((call) =>
    API_SERVER_NAMES.map((server) => samples.filter((sample) => sample.call === call && sample.server === server))
      .filter((own) => own.length > 0)
      .map((own) => callRow(own, ofPeer(samples, call))),
  );
  const ratios = [`CPU: ${PEER} / this`, `calls/s: this / ${PEER}`];
  const figures = ['CPU µs/call', 'calls/s', 'p50 ms', 'p99 ms', 'core busy', 'answer kB'];
  return { title: 'Calls over 8 connections', columns: ['call', 'server', ...ratios, ...figures], rows };
}

function ofPeer(samples: readonly ApiSample[], call: ApiCallName): ReadonlyMap<number, ApiSample> {
  const peer = samples.filter((sample) => sample.call === call && sample.server === PEER);
  return new Map(peer.map((sample) => [sample.round, sample]));
}

function callRow(own: readonly ApiSample[], peer: ReadonlyMap<number, ApiSample>): readonly string[] {
  const spread = (value: (sample: ApiSample) => number): string => spreadText(spreadOf(own.map(value)));
  const median = (value: (sample: ApiSample) => number): number => spreadOf(own.map(value))?.median ?? Number.NaN;
  const inRound = ({ round }: ApiSample, value: (sample: ApiSample) => number): number => {
    const theirs = peer.get(round);
    return theirs === undefined ? Number.NaN : value(theirs);
  };
  const isPeer = own[0]?.server === PEER;
  return [
    own[0]?.call ?? '',
    own[0]?.server ?? '',
    isPeer ? '1' : spread((sample) => inRound(sample, ({ cpuUs }) => cpuUs) / sample.cpuUs),
    isPeer ? '1' : spread((sample) => sample.callsPerSecond / inRound(sample, ({ callsPerSecond }) => callsPerSecond)),
    spread(({ cpuUs }) => cpuUs),
    spread(({ callsPerSecond }) => callsPerSecond),
    spread(({ p50Us }) => p50Us / 1000),
    spread(({ p99Us }) => p99Us / 1000),
    `${Math.round(median(({ busyShare }) => busyShare) * 100)} %`,
    figure(median(({ answerBytes }) => answerBytes) / 1000),
  ];
}

function startTable(starts: readonly ApiStart[]): Table {
  const rows = API_SERVER_NAMES.map((name) => starts.filter(({ server }) => server === name))
    .filter((own) => own.length > 0)
    .map((own) => [
      own[0]?.server ?? '',
      spreadText(spreadOf(own.map(({ milliseconds }) => milliseconds))),
      megabytes(spreadOf(own.map(({ residentBytes }) => residentBytes))?.median ?? Number.NaN),
    ]);
  return { title: 'Start of the API', columns: ['server', 'start to first answered call, ms', 'resident then'], rows };
}

function inventoryTable(inventories: readonly Inventory[]): Table {
  const sizes = ['instances', 'start s', 'resident', 'after all pages', 'MB/page'];
  const times = ['first page ms', 'later p50', 'later p99', 'first again', 'listed'];
  const rows = inventories.map((inventory) => {
    const later = inventory.pageMs.slice(1);
    return [
      'openimds, SQLite',
      figure(inventory.instances),
      figure(inventory.startSeconds),
      megabytes(inventory.residentBytes),
      megabytes(inventory.residentBytesAfterPages),
      figure(inventory.pageBytes / 1e6),
      figure(inventory.pageMs[0] ?? Number.NaN),
      figure(quantile(later, 0.5)),
      figure(quantile(later, 0.99)),
      figure(inventory.firstPageAgainMs),
      figure(inventory.listed),
    ];
  });
  return { title: 'DescribeInstances with many instances', columns: ['server', ...sizes, ...times], rows };
}

function notes(motoVersion: string | undefined): readonly string[] {
  const peer =
    motoVersion === undefined
      ? []
      : [
          `moto_server ${motoVersion} keeps everything in memory, accepts any signature, and closes the connection after each answer, so its calls include opening the next one; it starts without instances, and its ${figure(100)} are launched.`,
        ];
  return [
    'openimds verifies the signature of every call, authorizes it and records it. With SQLite its state is in a temporary folder, and a change is on the disk before it is answered; with `--ephemeral` it is in memory.',
    ...peer,
    'CPU is that of the whole process with all threads, also ended ones (`/proc/PID/stat`). Requests are signed before a run, no two of 256 alike. Median, in brackets the quartiles of all rounds; ratios are made within a round and then ordered.',
    `Start: a new state folder, one instance. Many instances: one client reads all pages of ${figure(PAGE)} one after the other, beginning ${SETTLE_MS / 1000} s after the first answer; the first page finds nothing prepared, "first again" is the same page after all others. "Listed" counts the different instances on all pages.`,
  ];
}

function failureNotes(samples: readonly ApiSample[]): readonly string[] {
  return samples
    .filter(({ failures }) => failures > 0)
    .map(({ server, call, round, failures }) => `${server}, ${call}, round ${round}: ${failures} calls failed.`);
}
