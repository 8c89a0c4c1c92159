/**
 * Why a request gets no item and no token.
 *
 * `forwarded`, `put-outside-token-path`: a token PUT that EC2 forbids. `token-path-method`, `method-not-allowed`: a method the
 * path does not know. `token-required`: none where one is needed; `token-invalid`: a bad one, needed or not.
 */
export type Refusal =
  | 'endpoint-disabled'
  | 'forwarded'
  | 'put-outside-token-path'
  | 'ttl-missing'
  | 'ttl-invalid'
  | 'token-required'
  | 'token-invalid'
  | 'not-found'
  | 'token-path-method'
  | 'method-not-allowed'
  | 'throttled'
  | 'unavailable'
  | MalformedHead;

/** Why the bytes of a request cannot be served as HTTP; the connection must close after the answer. */
export type MalformedHead =
  | 'malformed'
  | 'target-too-long'
  | 'head-too-large'
  | 'body-too-large'
  | 'transfer-encoding'
  | 'http-version';
