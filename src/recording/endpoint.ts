import type { Result } from '#base';

/** What is asked of a metadata service. */
export interface Question {
  readonly method: string;
  /** As it is put on the wire, from its first slash on. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back, whole. */
export interface Exchange {
  readonly status: number;
  /** In the order and spelling of the wire. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** A metadata service that can be asked. The error says in a few words why there is no answer. */
export interface Endpoint {
  /** What the operator called it. */
  readonly name: string;
  ask(question: Question): Promise<Result<Exchange, string>>;
}
