// Owns IMDSv2 session tokens: how they are sealed, opened and outlive a key.
// Promises that nothing is stored per token, and that a token is worth something only to the boot of the instance it was sealed for.
// Never reads a clock or draws chance of its own, and never speaks HTTP.
export { rotate, TOKEN_TTL_SECONDS_MAX } from './key-ring.ts';
export type { KeyRing, TokenKey } from './key-ring.ts';
export { bindingOf, sealToken } from './session-token.ts';
export type { TokenBinding, TokenPowers } from './session-token.ts';
export { VerifiedTokens } from './verified-tokens.ts';
