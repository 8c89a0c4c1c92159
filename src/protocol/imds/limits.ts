/** How much a request may be before it is refused. */
export const LIMITS = {
  /** Request line and header fields with all line ends. */
  headBytes: 16_384,
  /** RFC 9112 §3 asks for at least 8000. */
  targetBytes: 8192,
  headerFields: 100,
  /** Bodies are skipped, never kept. */
  bodyBytes: 65_536,
} as const;
