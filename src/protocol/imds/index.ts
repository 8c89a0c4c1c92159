// Owns HTTP as the instance metadata service speaks it: requests as offsets into bytes, answers and refusals, and their bytes.
// Promises to accept nothing that Node's own parser refuses or reads otherwise, and to answer byte for byte as EC2 was seen to.
// Never opens a socket, knows an instance or decides who may have what.
export type { AllowAnswer, Answer, GivenAnswer, ItemAnswer, RefusalAnswer, TokenAnswer } from './answer.ts';
export { AnswerWriter } from './answer-writer.ts';
export type { Profile } from './answer-writer.ts';
export { Framing } from './framing.ts';
export { hopFields } from './hop-fields.ts';
export type { HopFields } from './hop-fields.ts';
export { httpDate } from './http-date.ts';
export { LIMITS } from './limits.ts';
export { INCOMPLETE, malformation } from './malformation.ts';
export { parseRequestHead } from './parse-request-head.ts';
export { parseContentType, prepareItem } from './prepared-item.ts';
export type { Allocate, ContentType, PreparedItem } from './prepared-item.ts';
export type { MalformedHead, Refusal } from './refusal.ts';
export { RequestHead } from './request-head.ts';
export type { Method } from './request-head.ts';
export { normalizeTarget, TOKEN_PATH } from './target.ts';
export { parseTtlSeconds } from './ttl.ts';
