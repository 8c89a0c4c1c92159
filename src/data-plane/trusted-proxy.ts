import { encodeUtf8 } from '#base';
import type { Crypto, Octets } from '#base';
import type { RequestHead } from '#protocol/imds';

/** A proxy that is believed when it says who calls: it shares a key with this service, and with nobody else. */
export interface TrustedProxy {
  /** At least 32 bytes. */
  readonly key: Uint8Array;
  /** How far its clock may be from ours, and how long what it signed holds; at least 1. */
  readonly maxAgeSeconds: number;
}

/** The value of the header: an instance id, the time of signing in seconds since the epoch, and the signature. */
const VOUCHER = /^(i-[0-9a-f]{8,17});t=(\d{1,12});s=([0-9a-f]{64})$/;
const VOUCHER_LENGTH_MAX = 128;

/**
 * The id of the instance that a trusted proxy vouches for in `X-Openimds-Instance: <id>;t=<seconds>;s=<signature>`, where
 * the signature is the HMAC-SHA256 with the shared key of what stands before `;s=`, in lower-case hexadecimal digits.
 * Undefined where the header is missing, repeated, of another form, not signed with the key, or older than it may be.
 */
export function vouchedInstance(
  proxy: TrustedProxy,
  bytes: Octets,
  head: RequestHead,
  { crypto, nowMs }: { readonly crypto: Crypto; readonly nowMs: number },
): string | undefined {
  const { vouchedStart, vouchedEnd, vouchedRepeated } = head;
  if (vouchedStart < 0 || vouchedRepeated || vouchedEnd - vouchedStart > VOUCHER_LENGTH_MAX) return undefined;
  const [, id = '', seconds = '', signature = ''] = VOUCHER.exec(bytes.latin1Slice(vouchedStart, vouchedEnd)) ?? [];
  if (id === '' || Math.abs(nowMs - Number(seconds) * 1000) > proxy.maxAgeSeconds * 1000) return undefined;
  const expected = crypto.hmacSha256(proxy.key, encodeUtf8(`${id};t=${seconds}`));
  return isHexOf(signature, expected) ? id : undefined;
}

/** Looks at all of it, wherever the first difference is. */
function isHexOf(text: string, bytes: Uint8Array): boolean {
  let difference = text.length ^ (2 * bytes.length);
  for (const [index, byte] of bytes.entries())
    difference |= byte ^ Number.parseInt(text.slice(2 * index, 2 * index + 2), 16);
  return difference === 0;
}
