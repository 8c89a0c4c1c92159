// Owns Signature Version 4: who a request claims to be from, and whether that is true.
// Promises that a `VerifiedClaim` covers method, path, query, signed headers, body, time and service of the very request.
// Never looks an access key up, and never puts a secret into a refusal.
export type { Claim, VerifiedClaim } from './claim.ts';
export { readAuthorization } from './read-authorization.ts';
export { answerRefusal } from './refusal.ts';
export type { RefusalAnswer, RefusalFamily, SigV4Refusal } from './refusal.ts';
export type { SignableRequest } from './request.ts';
export { signRequest } from './sign-request.ts';
export type { Signing } from './sign-request.ts';
export { verifySignature } from './verify-signature.ts';
export type { SigningCredentials, Verification } from './verify-signature.ts';
