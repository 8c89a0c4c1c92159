import type { Totals } from './totals.ts';

/** A value of a counter, and what it is of. */
interface CounterPoint {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Something that only grows, as monitoring systems know it. */
export interface Counter {
  /** As Prometheus names it. */
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly points: (totals: Totals) => readonly CounterPoint[];
}

const one = (value: number): readonly CounterPoint[] => [{ labels: {}, value }];

/** Every counter that leaves here. */
export const EXPORTED_COUNTERS: readonly Counter[] = [
  {
    name: 'openimds_metadata_no_token_total',
    help: 'Items served to requests without a session token (IMDSv1).',
    labels: ['instance_id'],
    points: ({ byInstance }) =>
      [...byInstance].map(([id, { noToken }]) => ({ labels: { instance_id: id }, value: noToken })),
  },
  {
    name: 'openimds_metadata_no_token_rejected_total',
    help: 'Requests without a session token that were refused because one is required.',
    labels: ['instance_id'],
    points: ({ byInstance }) =>
      [...byInstance].map(([id, { noTokenRejected }]) => ({ labels: { instance_id: id }, value: noTokenRejected })),
  },
  {
    name: 'openimds_metadata_with_token_total',
    help: 'Items served to requests with a good session token (IMDSv2).',
    labels: [],
    points: ({ all }) => one(all.withToken),
  },
  {
    name: 'openimds_metadata_tokens_issued_total',
    help: 'Session tokens issued.',
    labels: [],
    points: ({ all }) => one(all.tokensIssued),
  },
  {
    name: 'openimds_metadata_credential_reads_total',
    help: 'Items served that hold credentials.',
    labels: [],
    points: ({ all }) => one(all.credentialReads),
  },
  {
    name: 'openimds_metadata_answered_bytes_total',
    help: 'Bytes of all answers, headers included.',
    labels: [],
    points: ({ all }) => one(all.bytes),
  },
  {
    name: 'openimds_metadata_refusals_total',
    help: 'Requests refused, by reason.',
    labels: ['reason'],
    points: ({ refusals }) => [...refusals].map(([reason, value]) => ({ labels: { reason }, value })),
  },
  {
    name: 'openimds_metadata_unknown_callers_total',
    help: 'Connections and requests of callers that are no instance.',
    labels: [],
    points: ({ unknownCallers }) => one(unknownCallers),
  },
  {
    name: 'openimds_api_calls_total',
    help: 'Calls of the AWS API and the admin API, by service and outcome.',
    labels: ['service', 'outcome'],
    points: ({ calls }) =>
      [...calls].map(([key, value]) => {
        const [service = '', outcome = ''] = key.split(' ');
        return { labels: { service, outcome }, value };
      }),
  },
];
