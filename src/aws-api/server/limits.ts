/** How much and how long the server puts up with. */
export const SERVER_LIMITS = {
  /** Bytes of request line and headers; presigned URLs with session tokens are long. */
  headBytes: 65_536,
  /** Headers of one request. */
  headers: 100,
  /** Connections at a time. */
  connections: 1024,
  /** From the first byte of a request to the last of its head. */
  headTimeoutMs: 10_000,
  /** From the first byte of a request to the last of its body. */
  requestTimeoutMs: 30_000,
  /** Between requests of a connection that is kept. */
  idleTimeoutMs: 65_000,
  /** What answers on their way are given when the server closes. */
  closeGraceMs: 500,
} as const;
