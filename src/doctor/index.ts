// Owns the examination of a machine: what of openimds works on it, what does not, and what to do about it.
// Promises that it changes nothing, and that whatever it finds lacking comes with a remedy.
// Never mends anything itself.
export { examine, isFit } from './examine.ts';
export type { Check } from './check.ts';
export type { ExaminationRequest } from './examine.ts';
