import { parseFaultWords } from '#fault';
import { InvalidArgumentError } from 'commander';

/** The flags of `openimds fault add`, as commander gives them. */
export interface FaultFlags {
  readonly id?: string;
  readonly instance: readonly string[];
  readonly tag?: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  readonly method: readonly string[];
  readonly share?: number;
  readonly seed?: number;
  readonly skip?: number;
  readonly count?: number;
  readonly from?: string;
  readonly until?: string;
  readonly for?: string;
  readonly retryAfter?: number;
  readonly header?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly contentType?: string;
  readonly reason?: string;
}

/** What words and flags declare; the service checks the values. Throws `InvalidArgumentError` where words or flags do not fit together. */
export function faultDeclaration(words: readonly string[], flags: FaultFlags): Readonly<Record<string, unknown>> {
  const said = parseFaultWords(words);
  if (!said.ok) throw new InvalidArgumentError(said.error);
  const { id, instance, tag, path, method, share, seed, skip, count, from, until } = flags;
  const status = statusOf(said.value['status'], flags);
  const declared = {
    ...said.value,
    ...(status === undefined ? {} : { status }),
    id,
    instances: listed(instance),
    tags: tag,
    paths: listed(path),
    methods: listed(method),
    share,
    seed,
    skip,
    count,
    from,
    until,
    for: flags.for,
  };
  return Object.fromEntries(Object.entries(declared).filter(([, value]) => value !== undefined));
}

function listed(values: readonly string[]): readonly string[] | undefined {
  return values.length === 0 ? undefined : values;
}

function statusOf(code: unknown, { retryAfter, header, body, contentType, reason }: FaultFlags): unknown {
  const more = { retryAfter, headers: header, body, contentType, reason };
  const given = Object.entries(more).filter(([, value]) => value !== undefined);
  if (given.length === 0) return code;
  if (code !== undefined) return { code, ...Object.fromEntries(given) };
  throw new InvalidArgumentError('--retry-after, --header, --body, --content-type and --reason go with "status N"');
}
