import { createHash, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mpint, readSshStrings, sshString } from './ssh-fields.ts';

/** The kinds of keys that instances take. */
export type KeyPairType = 'rsa' | 'ed25519';

/** A public key as SSH has it. */
export interface SshPublicKey {
  readonly type: KeyPairType;
  /** RFC 4253 §6.6. */
  readonly blob: Buffer;
  readonly key: KeyObject;
}

const RSA_BITS_MIN = 1024;
const RSA_BITS_MAX = 16_384;
const NAMES = { rsa: 'ssh-rsa', ed25519: 'ssh-ed25519' } as const;

/** A public key of Node's as SSH has it; undefined if it is of no kind that instances take. */
export function sshPublicKey(key: KeyObject): SshPublicKey | undefined {
  const { kty, crv, n = '', e = '', x = '' } = key.export({ format: 'jwk' });
  if (kty === 'RSA') {
    const modulus = Buffer.from(n, 'base64url');
    const bits = modulus.length * 8;
    if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX) return undefined;
    const blob = Buffer.concat([sshString(NAMES.rsa), mpint(Buffer.from(e, 'base64url')), mpint(modulus)]);
    return { type: 'rsa', blob, key };
  }
  if (kty !== 'OKP' || crv !== 'Ed25519') return undefined;
  return {
    type: 'ed25519',
    blob: Buffer.concat([sshString(NAMES.ed25519), sshString(Buffer.from(x, 'base64url'))]),
    key,
  };
}

/** One line as `authorized_keys` has them. */
export function publicKeyLine({ type, blob }: SshPublicKey, comment: string): string {
  return `${NAMES[type]} ${blob.toString('base64')} ${comment}`;
}

/**
 * Reads a public key in one of the formats that EC2 takes: a line of OpenSSH's, base64 of DER, or RFC 4716 (EC2 API Reference,
 * `ImportKeyPair`); undefined if it is none.
 */
export function readPublicKey(material: string): SshPublicKey | undefined {
  const text = material.trim();
  const line = /^(?:ssh-rsa|ssh-ed25519)\s+([A-Za-z\d+/]+={0,2})(?:\s.*)?$/.exec(text)?.[1];
  if (line !== undefined) return fromBlob(Buffer.from(line, 'base64'));
  const rfc4716 = /^---- BEGIN SSH2 PUBLIC KEY ----\r?\n([^]*?)\r?\n---- END SSH2 PUBLIC KEY ----$/.exec(text)?.[1];
  if (rfc4716 !== undefined) {
    const unheaded = rfc4716.replaceAll(/^[^:\n]{1,64}:(?:.*\\\r?\n)*.*\r?\n/gm, '');
    return fromBlob(Buffer.from(unheaded, 'base64'));
  }
  return fromDer(text);
}

function fromBlob(blob: Buffer): SshPublicKey | undefined {
  const [name, first, second, ...rest] = readSshStrings(blob) ?? [];
  if (name === undefined || first === undefined || rest.length > 0) return undefined;
  if (name.toString() === NAMES.rsa && second !== undefined) {
    return fromJwk({ kty: 'RSA', e: unsigned(first), n: unsigned(second) });
  }
  const isEd25519 = name.toString() === NAMES.ed25519 && second === undefined && first.length === 32;
  return isEd25519 ? fromJwk({ kty: 'OKP', crv: 'Ed25519', x: first.toString('base64url') }) : undefined;
}

function unsigned(value: Buffer): string {
  return (value[0] === 0 ? value.subarray(1) : value).toString('base64url');
}

function fromJwk(key: Readonly<Record<string, string>>): SshPublicKey | undefined {
  try {
    return sshPublicKey(createPublicKey({ key, format: 'jwk' }));
  } catch {
    return undefined;
  }
}

function fromDer(text: string): SshPublicKey | undefined {
  const base64 = text.replaceAll(/-----(?:BEGIN|END) PUBLIC KEY-----|\s+/g, '');
  try {
    return sshPublicKey(createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' }));
  } catch {
    return undefined;
  }
}

/** Of a key that was imported (EC2 User Guide, "Verify the fingerprint of your key pair"). */
export function importedFingerprint({ type, blob, key }: SshPublicKey): string {
  if (type === 'ed25519') return createHash('sha256').update(blob).digest('base64');
  return colons(
    createHash('md5')
      .update(key.export({ format: 'der', type: 'spki' }))
      .digest('hex'),
  );
}

/** Hexadecimal digits in pairs, with colons between. */
export function colons(hex: string): string {
  return hex.replaceAll(/..(?=.)/g, '$&:');
}
