/** One thing wrong with a document, and where. */
export interface DocumentError {
  readonly file: string;
  /** From 1; 0 when the file could not be read at all. */
  readonly line: number;
  /** From 1, in characters; 0 when the file could not be read at all. */
  readonly column: number;
  /** Such as `instances[0].metadataOptions.httpTokens`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong and what is allowed. Holds no secret. */
  readonly message: string;
}

/** How many errors one parse reports at most. */
export const MAX_REPORTED_ERRORS = 20;

/** One line an error: `openimds.yaml:12:5: instances[0].metadataOptions.httpToken: unknown key; …`. */
export function formatDocumentErrors(errors: readonly DocumentError[]): string {
  const lines = errors.map(({ file, line, column, path, message }) =>
    [line === 0 ? file : `${file}:${line}:${column}`, path, message].filter((part) => part !== '').join(': '),
  );
  return errors.length < MAX_REPORTED_ERRORS
    ? lines.join('\n')
    : [...lines, `the first ${MAX_REPORTED_ERRORS} errors are shown; there may be more`].join('\n');
}
