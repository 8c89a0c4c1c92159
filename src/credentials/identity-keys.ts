import { createPrivateKey, generateKeyPair, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { err, ok } from '#base';
import type { Result } from '#base';
import { selfSignedCertificate } from './certificate.ts';
import type { SigningPair } from './certificate.ts';
import { DSA_WITH_SHA1, RSA_WITH_SHA256 } from './signature-algorithm.ts';
import type { SignatureAlgorithm } from './signature-algorithm.ts';

/** The three signatures of an identity document, by the names of their paths (EC2 User Guide, "Verify instance identity"). */
export type IdentitySignature = 'signature' | 'pkcs7' | 'rsa2048';

/** A private key and the certificate to publish with it. */
export interface IdentityKey {
  /** PKCS#8 PEM. Secret. */
  readonly privateKeyPem: string;
  /** X.509 PEM, self-signed. Public. */
  readonly certificatePem: string;
}

/** The keys that sign identity documents: a plain object of PEM texts, to be kept as JSON in a secret place. */
export type IdentityKeys = Readonly<Record<IdentitySignature, IdentityKey>>;

/** How each signature is made (EC2's own choices: RSA-1024 and RSA-2048 with SHA-256, DSA-1024 with SHA-1). */
export const IDENTITY_ALGORITHMS: Readonly<Record<IdentitySignature, SignatureAlgorithm>> = {
  signature: RSA_WITH_SHA256,
  pkcs7: DSA_WITH_SHA1,
  rsa2048: RSA_WITH_SHA256,
};

const KEY_TYPES: Readonly<Record<IdentitySignature, 'rsa' | 'dsa'>> = {
  signature: 'rsa',
  pkcs7: 'dsa',
  rsa2048: 'rsa',
};

/** Generates all three keys with their certificates, off the main thread. */
export async function generateIdentityKeys(): Promise<IdentityKeys> {
  const generate = promisify(generateKeyPair);
  const [signature, pkcs7, rsa2048] = await Promise.all([
    generate('rsa', { modulusLength: 1024 }),
    generate('dsa', { modulusLength: 1024, divisorLength: 160 }),
    generate('rsa', { modulusLength: 2048 }),
  ]);
  return {
    signature: certified({ ...signature, algorithm: IDENTITY_ALGORITHMS.signature }),
    pkcs7: certified({ ...pkcs7, algorithm: IDENTITY_ALGORITHMS.pkcs7 }),
    rsa2048: certified({ ...rsa2048, algorithm: IDENTITY_ALGORITHMS.rsa2048 }),
  };
}

function certified(pair: SigningPair): IdentityKey {
  return {
    privateKeyPem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    certificatePem: selfSignedCertificate(pair),
  };
}

/** Reads back kept keys. The error says which of the three is wrong and how, never what stood there. */
export function parseIdentityKeys(json: unknown): Result<IdentityKeys, string> {
  const keys: Partial<Record<IdentitySignature, IdentityKey>> = {};
  for (const name of ['signature', 'pkcs7', 'rsa2048'] as const) {
    const key = parseIdentityKey(name, property(json, name));
    if (!key.ok) return key;
    keys[name] = key.value;
  }
  const { signature, pkcs7, rsa2048 } = keys;
  if (signature === undefined || pkcs7 === undefined || rsa2048 === undefined)
    return err('identity keys are incomplete');
  return ok({ signature, pkcs7, rsa2048 });
}

function parseIdentityKey(name: IdentitySignature, json: unknown): Result<IdentityKey, string> {
  const privateKeyPem = property(json, 'privateKeyPem');
  const certificatePem = property(json, 'certificatePem');
  if (typeof privateKeyPem !== 'string' || typeof certificatePem !== 'string') {
    return err(`identity key "${name}": privateKeyPem and certificatePem must be PEM texts`);
  }
  const wrong = mismatch(name, { privateKeyPem, certificatePem });
  return wrong === undefined ? ok({ privateKeyPem, certificatePem }) : err(`identity key "${name}": ${wrong}`);
}

/** OpenSSL's own messages are swallowed: they may quote what they could not read. */
function mismatch(name: IdentitySignature, key: IdentityKey): string | undefined {
  try {
    const privateKey = createPrivateKey(key.privateKeyPem);
    if (privateKey.asymmetricKeyType !== KEY_TYPES[name]) return `must be of type ${KEY_TYPES[name].toUpperCase()}`;
    const matches = new X509Certificate(key.certificatePem).checkPrivateKey(privateKey);
    return matches ? undefined : 'the certificate is of another key';
  } catch {
    return 'the PEM texts cannot be read';
  }
}

function property(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, name)
    ? (json as Readonly<Record<string, unknown>>)[name] // hasOwn has just seen it
    : undefined;
}
