import type { Protocol } from './session.ts';

/** The version of the file format. A file of another one is refused. */
export const FIXTURE_FORMAT = 1;

/** What a metadata service was found to answer: the whole of a recording, and one side of a comparison. */
export interface Fixture {
  /** When, in milliseconds since the epoch. */
  readonly recordedAtMs: number;
  /** Where, as it was called. */
  readonly source: string;
  readonly protocol: Protocol;
  /** The version directories that were read, in the order of the service. */
  readonly versions: readonly string[];
  /** Why the recording is not whole; undefined when it is. */
  readonly incomplete: string | undefined;
  /** By path, which has no slash at its end but for `/`; in the order they were read. */
  readonly answers: ReadonlyMap<string, RecordedAnswer>;
  /** What was answered to requests that try the protocol, by the name of the trial; empty when it was not tried. */
  readonly trials: ReadonlyMap<string, Recorded>;
}

/** Header names in lower case with their values, of those that are worth keeping. */
export type RecordedHeaders = Readonly<Record<string, string>>;

/** One answer, without what is different every time. */
export interface Recorded {
  readonly status: number;
  readonly headers: RecordedHeaders;
  /** Names of all headers in the order and spelling of the wire, cookies left out; empty where that is not known. */
  readonly headerNames: readonly string[];
  readonly body: Uint8Array;
  /** What a part of the body was, of which a marked fake has taken the place. */
  readonly replaced: Secret | undefined;
}

/** One answer of the tree. */
export interface RecordedAnswer extends Recorded {
  /** Whether listings above lead to it as a directory. */
  readonly isListing: boolean;
}

/** What is never written down. */
export type Secret = 'credentials' | 'signature' | 'ssh-keys' | 'private-key' | 'user-data' | 'token';
