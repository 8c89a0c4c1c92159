/** How much a request may be before it is refused. */
export const LIMITS = {
  /** Request line and header fields with all line ends. */
  headBytes: 16_384,
  /** RFC 9112 §3 asks for at least 8000. */
  targetBytes: 8192,
  headerFields: 100,
  /** No client of the service sends a body; one that comes is waited for and dropped. */
  bodyBytes: 8192,
} as const;
