// Owns the rules that AWS Config evaluates here: which resources a rule looks at, and whether each complies.
// Promises that an evaluation depends on nothing but what it is given, and says why something does not comply.
// Never keeps a result: whoever asks is told how things stand now.
export { evaluate } from './evaluate.ts';
export type { Evaluation } from './evaluation.ts';
export type { Estate, MetadataUse } from './estate.ts';
export { grantsEverything } from './grants-everything.ts';
export { MANAGED_RULES } from './managed-rules.ts';
export type { ManagedRule } from './managed-rules.ts';
