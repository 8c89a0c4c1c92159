import { createHash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { integer, objectIdentifier, octetString, retagged, sequence, setOf, tagged, time } from './der.ts';
import { signWith } from './signature-algorithm.ts';
import type { SignatureAlgorithm } from './signature-algorithm.ts';

const DATA = objectIdentifier('1.2.840.113549.1.7.1');
const SIGNED_DATA = objectIdentifier('1.2.840.113549.1.7.2');
const CONTENT_TYPE = objectIdentifier('1.2.840.113549.1.9.3');
const MESSAGE_DIGEST = objectIdentifier('1.2.840.113549.1.9.4');
const SIGNING_TIME = objectIdentifier('1.2.840.113549.1.9.5');

/** Who signs. */
export interface Signer {
  readonly privateKey: KeyObject;
  readonly algorithm: SignatureAlgorithm;
  /** IssuerAndSerialNumber of the certificate, DER. */
  readonly issuerAndSerialNumber: Uint8Array;
}

/**
 * CMS SignedData (RFC 5652 §5) around `content`, DER. One signer, no certificates, as EC2 does: verifiers bring the
 * certificate themselves.
 */
export function signedData(content: Uint8Array, signingTimeMs: number, signer: Signer): Buffer {
  return sequence(
    SIGNED_DATA,
    tagged(
      0,
      sequence(
        integer(1),
        setOf(signer.algorithm.digestIdentifier),
        sequence(DATA, tagged(0, octetString(content))),
        setOf(signerInfo(content, signingTimeMs, signer)),
      ),
    ),
  );
}

function signerInfo(content: Uint8Array, signingTimeMs: number, signer: Signer): Buffer {
  const { algorithm, issuerAndSerialNumber, privateKey } = signer;
  const attributes = setOf(
    attribute(CONTENT_TYPE, DATA),
    attribute(SIGNING_TIME, time(signingTimeMs)),
    attribute(MESSAGE_DIGEST, octetString(createHash(algorithm.digest).update(content).digest())),
  );
  return sequence(
    integer(1),
    issuerAndSerialNumber,
    algorithm.digestIdentifier,
    // What is signed is the SET itself, what is sent is the same octets under [0] (RFC 5652 §5.4).
    retagged(0, attributes),
    algorithm.signatureIdentifier,
    octetString(signWith(algorithm, privateKey, attributes)),
  );
}

function attribute(type: Uint8Array, value: Uint8Array): Buffer {
  return sequence(type, setOf(value));
}
