import { createHash, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import {
  bitString,
  integer,
  membersOf,
  objectIdentifier,
  octetString,
  printableString,
  sequence,
  setOf,
  tagged,
  time,
  yes,
} from './der.ts';
import { signWith } from './signature-algorithm.ts';
import type { SignatureAlgorithm } from './signature-algorithm.ts';

const COUNTRY = '2.5.4.6';
const ORGANIZATION = '2.5.4.10';
const COMMON_NAME = '2.5.4.3';
const SUBJECT_KEY_IDENTIFIER = '2.5.29.14';
const BASIC_CONSTRAINTS = '2.5.29.19';

/** Not AWS's name: nobody may take one of these certificates for one of theirs. */
const NAME = sequence(
  relativeName(COUNTRY, 'US'),
  relativeName(ORGANIZATION, 'openimds'),
  relativeName(COMMON_NAME, 'openimds identity document'),
);

/** As wide as AWS's own (to 2195), so that documents of any launch time, also under a turned clock, fall inside. */
const VALIDITY = sequence(time(Date.UTC(2006, 0, 1)), time(Date.UTC(2195, 11, 31, 23, 59, 59)));

/** A pair of keys and the algorithm it signs with. */
export interface SigningPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly algorithm: SignatureAlgorithm;
}

/** A self-signed X.509 v3 certificate (RFC 5280 §4.1) in PEM. Its serial number is derived from the public key. */
export function selfSignedCertificate({ privateKey, publicKey, algorithm }: SigningPair): string {
  const publicKeyInfo = publicKey.export({ type: 'spki', format: 'der' });
  const toBeSigned = sequence(
    tagged(0, integer(2)),
    serialNumber(publicKeyInfo),
    algorithm.signatureIdentifier,
    NAME,
    VALIDITY,
    NAME,
    publicKeyInfo,
    tagged(3, extensions(publicKeyInfo)),
  );
  const signature = signWith(algorithm, privateKey, toBeSigned);
  const certificate = sequence(toBeSigned, algorithm.signatureIdentifier, bitString(signature));
  return new X509Certificate(certificate).toString();
}

/** The IssuerAndSerialNumber (RFC 5652 §10.2.4) of a PEM certificate, DER. Throws where it is none. */
export function issuerAndSerialNumber(certificatePem: string): Buffer {
  const [toBeSigned = new Uint8Array()] = membersOf(new X509Certificate(certificatePem).raw);
  const members = membersOf(toBeSigned);
  const isVersion1 = members[0]?.[0] === 0x02;
  const [serial, , issuer] = isVersion1 ? members : members.slice(1);
  if (serial === undefined || issuer === undefined) throw new TypeError('A certificate without an issuer');
  return sequence(issuer, serial);
}

function relativeName(attribute: string, value: string): Buffer {
  return setOf(sequence(objectIdentifier(attribute), printableString(value)));
}

/** Positive, and unique with the key as RFC 5280 §4.1.2.2 asks of one issuer's certificates. */
function serialNumber(publicKeyInfo: Uint8Array): Buffer {
  const [first = 0, ...others] = createHash('sha256').update(publicKeyInfo).digest().subarray(0, 16);
  return integer((first & 0x3f) | 0x40, ...others);
}

/** A certificate authority of itself, so that it can also be verified against itself as trust anchor. */
function extensions(publicKeyInfo: Uint8Array): Buffer {
  const keyIdentifier = octetString(createHash('sha1').update(publicKeyInfo).digest());
  return sequence(
    sequence(objectIdentifier(SUBJECT_KEY_IDENTIFIER), octetString(keyIdentifier)),
    sequence(objectIdentifier(BASIC_CONSTRAINTS), yes(), octetString(sequence(yes()))),
  );
}
