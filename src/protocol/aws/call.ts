import type { DocumentDialect } from './document-input.ts';
import type { ApiError } from './api-error.ts';
import type { ParameterNode, Parameters } from './query-string.ts';
import type { Operation } from './schema.ts';
import type { Protocol, Service } from './services.ts';

/** What an answer, good or bad, needs to know of the request. */
export interface Envelope {
  readonly protocol: Protocol;
  /** `undefined` if the request did not say. */
  readonly service: Service | undefined;
  /** Whether the client wants awsQuery's error codes beside JSON's (`x-amzn-query-mode`). */
  readonly queryMode: boolean;
}

/** A request whose operation is known and whose input is not read yet; only `recognize` makes one. */
export interface RecognizedCall extends Envelope {
  readonly service: Service;
  readonly operation: Operation;
  /** Of the XML of its answer: that of the version it asks in. */
  readonly namespace: string;
  readonly content: Content;
}

/** A request that is for no known operation; answer it with `encodeError`. */
export interface Unrecognized extends Envelope {
  readonly error: ApiError;
}

/** Where the input of a recognised request is. */
export type Content =
  | { readonly kind: 'query'; readonly parameters: ParameterNode }
  | {
      readonly kind: 'document';
      readonly dialect: DocumentDialect;
      readonly body: Uint8Array;
      /** Of a restJson1 path. */
      readonly labels: ReadonlyMap<string, string>;
      /** Of a restJson1 query string. */
      readonly parameters: Parameters;
    };
