/** Unpredictable bytes, passed in so that a test can fix them. */
export interface Random {
  /** `length` fresh bytes from a cryptographically strong source. */
  bytes(length: number): Uint8Array;
}
