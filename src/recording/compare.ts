import { decodeUtf8, encodeUtf8 } from '#base';
import { compareHeaderForm } from './compare-header-form.ts';
import type { Fixture, Recorded, RecordedHeaders } from './fixture.ts';

/** What is different between two services at one place. */
export interface Difference {
  /** A path, or a trial of the protocol. */
  readonly kind: 'path' | 'trial';
  readonly name: string;
  /** The last two are of form only: HTTP takes headers for the same in any order and spelling. */
  readonly what: 'presence' | 'status' | 'header' | 'body' | 'header-order' | 'header-spelling';
  /** Of a header its name. */
  readonly header?: string;
  /** What the first has; undefined: nothing. Long ones are cut short where they differ, and secrets are not shown. */
  readonly a: string | undefined;
  readonly b: string | undefined;
}

/** What to mind. */
export interface CompareOptions {
  /** Whether the time in `Last-Modified` counts; that there is one always does. */
  readonly lastModified: boolean;
  /** Header names in lower case that do not count. */
  readonly ignoredHeaders: ReadonlySet<string>;
  /** Whether the order and the spelling of header names count. */
  readonly headerForm: boolean;
}

/** A comparison. */
export interface Comparison {
  readonly differences: readonly Difference[];
  readonly paths: number;
  /** Trials of the protocol that both sides have. */
  readonly trials: number;
}

/** Whether it is of form only: somebody who reads HTTP as it is defined sees no difference. */
export function isOfForm({ what }: Pick<Difference, 'what'>): boolean {
  return what === 'header-order' || what === 'header-spelling';
}

/** Compares what two services answer, path by path and trial by trial: status, headers and their form, and bytes. */
export function compareFixtures(a: Fixture, b: Fixture, options: CompareOptions): Comparison {
  const paths = union(a.answers, b.answers);
  const trials = [...a.trials.keys()].filter((name) => b.trials.has(name));
  const at = (kind: Difference['kind'], name: string): readonly Difference[] => {
    const [one, other] =
      kind === 'path' ? [a.answers.get(name), b.answers.get(name)] : [a.trials.get(name), b.trials.get(name)];
    return compareAnswers(kind, name, one, other, options);
  };
  return {
    differences: [...paths.flatMap((name) => at('path', name)), ...trials.flatMap((name) => at('trial', name))],
    paths: paths.length,
    trials: trials.length,
  };
}

function union(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])];
}

function compareAnswers(
  kind: Difference['kind'],
  name: string,
  a: Recorded | undefined,
  b: Recorded | undefined,
  options: CompareOptions,
): readonly Difference[] {
  if (a === undefined || b === undefined)
    return [{ kind, name, what: 'presence', a: a && String(a.status), b: b && String(b.status) }];
  const status: readonly Difference[] =
    a.status === b.status ? [] : [{ kind, name, what: 'status', a: String(a.status), b: String(b.status) }];
  const headers = compareHeaders(a.headers, b.headers, options).map((header) => ({ kind, name, ...header }));
  const forms = options.headerForm ? compareHeaderForm(a.headerNames, b.headerNames, options.ignoredHeaders) : [];
  return [...status, ...headers, ...compareBodies(kind, name, a, b), ...forms.map((form) => ({ kind, name, ...form }))];
}

function compareHeaders(
  a: RecordedHeaders,
  b: RecordedHeaders,
  { lastModified, ignoredHeaders }: CompareOptions,
): readonly Pick<Difference, 'what' | 'header' | 'a' | 'b'>[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => !ignoredHeaders.has(name));
  return names.flatMap((header) => {
    const [one, other] = [a[header], b[header]];
    const same =
      header === 'last-modified' && !lastModified ? (one === undefined) === (other === undefined) : one === other;
    return same ? [] : [{ what: 'header' as const, header, a: one, b: other }];
  });
}

function compareBodies(kind: Difference['kind'], name: string, a: Recorded, b: Recorded): readonly Difference[] {
  if (isUnread(a) || isUnread(b)) return [];
  const [one, other] = [comparable(name, a), comparable(name, b)];
  if (Buffer.compare(one, other) === 0) return [];
  const from = Math.max(0, firstDifference(one, other) - SHOWN_BEFORE);
  const hidden = name.endsWith('/user-data');
  return [{ kind, name, what: 'body', a: shown(one, from, hidden), b: shown(other, from, hidden) }];
}

/** User data that was not asked for is there, and that is all that is known. */
function isUnread({ replaced }: Recorded): boolean {
  return replaced === 'user-data';
}

const TIMED = /\/(?:security-credentials|security-credentials-extended|iam|ec2)\/[^/]+$/;
const MOMENT = /("(?:LastUpdated|Expiration)"\s*:\s*")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"/g;

/** Documents of credentials say when they were made, which is different every time. */
function comparable(name: string, { body }: Recorded): Uint8Array {
  const text = TIMED.test(name) ? decodeUtf8(body) : undefined;
  return text === undefined ? body : encodeUtf8(text.replaceAll(MOMENT, '$1<time>"'));
}

const SHOWN_BEFORE = 20;
const SHOWN_LENGTH = 80;

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return at;
  return length;
}

/** User data may hold secrets: of it only the length is told. */
function shown(body: Uint8Array, from: number, hidden: boolean): string {
  if (hidden) return `${body.length} bytes`;
  const piece = body.subarray(from, from + SHOWN_LENGTH);
  const text = JSON.stringify(Buffer.from(piece).toString('utf8'));
  const place = from === 0 ? '' : `at byte ${from}: `;
  return `${body.length} bytes, ${place}${text}${from + SHOWN_LENGTH < body.length ? '…' : ''}`;
}
