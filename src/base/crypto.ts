/** The primitives that pure rooms need of a cryptographic library, passed in. */
export interface Crypto {
  /** HMAC-SHA256 (RFC 2104) of `message`: 32 bytes. */
  hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array;
  /** SHA-256 of `message`: 32 bytes. */
  sha256(message: Uint8Array): Uint8Array;
}
