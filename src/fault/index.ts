// Owns misbehaviour that was asked for: what a fault is, which requests it hits, and what several of them come to.
// Promises the same hits for the same seed and the same numbers of requests, however many threads share them.
// Never counts, waits or answers itself: counters are given to it, and the data plane does what it says.
export { concernsInstance, hitsOfRequest, refusesConnection } from './armed-fault.ts';
export type { ArmedFault, FaultCounter } from './armed-fault.ts';
export { describeEffects, describeSelection } from './describe-fault.ts';
export { FAULT_KIND, FAULT_LIMITS } from './fault.ts';
export type { FaultDeclaration } from './fault-declaration.ts';
export type { CredentialsFault, Fault, StatusFault } from './fault.ts';
export { parseFaultWords } from './fault-words.ts';
export { compose } from './misbehaviour.ts';
export type { Misbehaviour } from './misbehaviour.ts';
export { PRESET_NAMES, PRESETS } from './presets.ts';
export { problemText } from './problem.ts';
export type { FaultProblem } from './problem.ts';
export { readFaultDocument } from './read-document.ts';
export { FAULT_KEYS, readFault } from './read-fault.ts';
export { NO_COUNTS, stateOf } from './standing.ts';
export type { FaultCounts, FaultState } from './standing.ts';
