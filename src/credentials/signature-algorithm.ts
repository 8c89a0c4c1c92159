import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { nothing, objectIdentifier, sequence } from './der.ts';

/** A way to sign: what to call and how X.509 and CMS name it. */
export interface SignatureAlgorithm {
  readonly digest: 'sha1' | 'sha256';
  /** The digest's AlgorithmIdentifier, DER. */
  readonly digestIdentifier: Buffer;
  /** The signature's AlgorithmIdentifier, DER. */
  readonly signatureIdentifier: Buffer;
}

/** RSA PKCS#1 v1.5 with SHA-256 (RFC 4055 §5). */
export const RSA_WITH_SHA256: SignatureAlgorithm = {
  digest: 'sha256',
  digestIdentifier: sequence(objectIdentifier('2.16.840.1.101.3.4.2.1'), nothing()),
  signatureIdentifier: sequence(objectIdentifier('1.2.840.113549.1.1.11'), nothing()),
};

/** DSA with SHA-1 (RFC 3370 §2.1, §3.1): what verifiers of EC2's `pkcs7` expect. The signature takes no parameters. */
export const DSA_WITH_SHA1: SignatureAlgorithm = {
  digest: 'sha1',
  digestIdentifier: sequence(objectIdentifier('1.3.14.3.2.26'), nothing()),
  signatureIdentifier: sequence(objectIdentifier('1.2.840.10040.4.3')),
};

/** Signs `octets`; a DSA signature comes DER-encoded. */
export function signWith(algorithm: SignatureAlgorithm, key: KeyObject, octets: Uint8Array): Buffer {
  return sign(algorithm.digest, octets, key);
}
