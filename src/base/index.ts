// Owns words that have no domain in them.
// Promises to depend on nothing, in the house or out of it.
// Never touches a clock, a socket, a file or chance: those arrive as `Clock`, `Random` and `Crypto`.
export { assertNever } from './assert-never.ts';
export type { Brand } from './brand.ts';
export type { Clock } from './clock.ts';
export type { Crypto } from './crypto.ts';
export { hexDigits } from './hex-digits.ts';
export type { Octets } from './octets.ts';
export type { Random } from './random.ts';
export { decodeUtf8, encodeUtf8 } from './utf8.ts';
export { err, ok } from './result.ts';
export type { Err, Ok, Result } from './result.ts';
export { DURATION_FORM, formatDuration, parseDuration } from './duration.ts';
