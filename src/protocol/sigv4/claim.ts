import type { Brand } from '#base';

/** Who a request says it is from, and all that is needed to find out whether that is true. Nothing of it is proved. */
export interface Claim {
  readonly kind: 'header' | 'presigned';
  readonly accessKeyId: string;
  /** Of temporary credentials. Secret. */
  readonly sessionToken: string | undefined;
  /** `YYYYMMDD`, the same day as `timeMs`. */
  readonly scopeDate: string;
  /** As signed; may be empty. */
  readonly region: string;
  /** The signing name of the service: `ec2`, `iam`, `sts`, `monitoring`… */
  readonly service: string;
  /** In lower case, sorted, `host` among them. */
  readonly signedHeaders: readonly string[];
  /** When it was signed. */
  readonly timeMs: number;
  /** How long a presigned URL is good for, 1 to 604,800; `undefined` for a header. */
  readonly expiresSeconds: number | undefined;
  /** 64 lower-case hexadecimal digits. */
  readonly signature: string;
}

/** A claim whose signature was verified; only `verifySignature` makes one. */
export type VerifiedClaim = Brand<Claim, 'VerifiedClaim'>;

/** The credential scope, the second part of a string to sign. */
export function credentialScope({
  scopeDate,
  region,
  service,
}: Pick<Claim, 'scopeDate' | 'region' | 'service'>): string {
  return `${scopeDate}/${region}/${service}/aws4_request`;
}
