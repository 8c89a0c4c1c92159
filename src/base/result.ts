/** The outcome of something that may fail in an expected way. Failures that nobody expects are thrown. */
export type Result<Value, Failure> = Ok<Value> | Err<Failure>;

/** Success, with what was made. */
export interface Ok<Value> {
  readonly ok: true;
  readonly value: Value;
}

/** An expected failure, with why. */
export interface Err<Failure> {
  readonly ok: false;
  readonly error: Failure;
}

/** Wraps a success. */
export function ok<Value>(value: Value): Ok<Value> {
  return { ok: true, value };
}

/** Wraps an expected failure. */
export function err<Failure>(error: Failure): Err<Failure> {
  return { ok: false, error };
}
