import { createPrivateKey } from 'node:crypto';
import { issuerAndSerialNumber } from './certificate.ts';
import { IDENTITY_ALGORITHMS } from './identity-keys.ts';
import type { IdentityKeys, IdentitySignature } from './identity-keys.ts';
import { LeastRecentlyUsed } from './least-recently-used.ts';
import { signWith } from './signature-algorithm.ts';
import { signedData } from './signed-data.ts';
import type { Signer } from './signed-data.ts';

const SIGNATURES_MAX = 4096;

/** Signs identity documents. The same document gets the same signature for as long as it is remembered. */
export interface IdentitySigner {
  /**
   * The body of `dynamic/instance-identity/<name>`: base64 in lines of 76 columns without a line feed at the end, which
   * AWS's published commands rely on.
   */
  sign(name: IdentitySignature, document: string, signingTimeMs: number): string;
}

/** A signer that remembers its latest 4,096 signatures. */
export function identitySigner(keys: IdentityKeys): IdentitySigner {
  const signers = {
    signature: signerOf(keys, 'signature'),
    pkcs7: signerOf(keys, 'pkcs7'),
    rsa2048: signerOf(keys, 'rsa2048'),
  };
  const made = new LeastRecentlyUsed<string, string>(SIGNATURES_MAX);
  return {
    sign(name, document, signingTimeMs) {
      const key = `${name} ${signingTimeMs} ${document}`;
      const known = made.get(key);
      if (known !== undefined) return known;
      const text = inLines(signature(name, signers[name], Buffer.from(document), signingTimeMs));
      made.set(key, text);
      return text;
    },
  };
}

function signerOf(keys: IdentityKeys, name: IdentitySignature): Signer {
  return {
    privateKey: createPrivateKey(keys[name].privateKeyPem),
    algorithm: IDENTITY_ALGORITHMS[name],
    issuerAndSerialNumber: issuerAndSerialNumber(keys[name].certificatePem),
  };
}

function signature(name: IdentitySignature, signer: Signer, document: Uint8Array, signingTimeMs: number): Buffer {
  return name === 'signature'
    ? signWith(signer.algorithm, signer.privateKey, document)
    : signedData(document, signingTimeMs, signer);
}

function inLines(octets: Buffer): string {
  return octets.toString('base64').replaceAll(/.{76}(?=.)/g, '$&\n');
}
