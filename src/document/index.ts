// Owns documents that people write: YAML and JSON as plain values, their shape by a schema, and the way back into the text.
// Promises that everything wrong is told by file, line, place and what is allowed, within bounds, and that no secret is in it.
// Never knows what a document is about, opens no file, and is loaded late: its parsers take longer than all the rest.
export { checkShape } from './check-shape.ts';
export { formatDocumentErrors, MAX_REPORTED_ERRORS } from './document-error.ts';
export type { DocumentError } from './document-error.ts';
export { pathText } from './problem.ts';
export type { Path, Problem, Report } from './problem.ts';
export { readChecked } from './read-checked.ts';
export type { CheckedBy } from './read-checked.ts';
export { readSource } from './read-source.ts';
export { alternativesOf } from './schema-path.ts';
export { positionOf } from './source-text.ts';
