import { createHash, createHmac } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Random } from '#base';
import { colons, importedFingerprint } from './public-key.ts';
import type { SshPublicKey } from './public-key.ts';
import { mpint, sshString, uint32 } from './ssh-fields.ts';

/** A key pair that was made here. */
export interface MadeKeyPair {
  readonly publicKey: SshPublicKey;
  readonly privateKey: KeyObject;
}

/** Of a key that was made by EC2 (EC2 User Guide, "Verify the fingerprint of your key pair"). */
export function madeFingerprint({ publicKey, privateKey }: MadeKeyPair): string {
  if (publicKey.type === 'ed25519') return importedFingerprint(publicKey);
  return colons(
    createHash('sha1')
      .update(privateKey.export({ format: 'der', type: 'pkcs8' }))
      .digest('hex'),
  );
}

/** The private key as OpenSSH takes it: PKCS #1 for RSA, its own format for ED25519. */
export function pemOf({ publicKey, privateKey }: MadeKeyPair, comment: string, random: Random): string {
  if (publicKey.type === 'rsa') return privateKey.export({ format: 'pem', type: 'pkcs1' }).trimEnd();
  const [seed, raw] = [octetsOf(privateKey, 'd'), octetsOf(privateKey, 'x')];
  const check = random.bytes(4);
  const secret = Buffer.concat([
    check,
    check,
    sshString('ssh-ed25519'),
    sshString(raw),
    sshString(Buffer.concat([seed, raw])),
    sshString(comment),
  ]);
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    sshString('none'),
    sshString('none'),
    sshString(''),
    uint32(1),
    sshString(publicKey.blob),
    sshString(padded(secret)),
  ]);
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines(body, 70), '-----END OPENSSH PRIVATE KEY-----'].join('\n');
}

/** OpenSSH, `PROTOCOL.key`: 1, 2, 3, … up to a multiple of eight. */
function padded(secret: Buffer): Buffer {
  const missing = (8 - (secret.length % 8)) % 8;
  return Buffer.concat([secret, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))]);
}

/** The private key as PuTTY takes it, unencrypted (PuTTY User Manual, "PPK file format", version 2). */
export function ppkOf({ publicKey, privateKey }: MadeKeyPair, comment: string): string {
  const algorithm = publicKey.type === 'rsa' ? 'ssh-rsa' : 'ssh-ed25519';
  const secret =
    publicKey.type === 'rsa'
      ? Buffer.concat((['d', 'p', 'q', 'qi'] as const).map((name) => mpint(octetsOf(privateKey, name))))
      : sshString(octetsOf(privateKey, 'd'));
  const signed = [algorithm, 'none', comment, publicKey.blob, secret].map((field) => sshString(field));
  const macKey = createHash('sha1').update('putty-private-key-file-mac-key').digest();
  const [publicLines, privateLines] = [lines(publicKey.blob, 64), lines(secret, 64)];
  return [
    `PuTTY-User-Key-File-2: ${algorithm}`,
    'Encryption: none',
    `Comment: ${comment}`,
    `Public-Lines: ${publicLines.length}`,
    ...publicLines,
    `Private-Lines: ${privateLines.length}`,
    ...privateLines,
    `Private-MAC: ${createHmac('sha1', macKey).update(Buffer.concat(signed)).digest('hex')}`,
  ].join('\n');
}

function octetsOf(key: KeyObject, name: 'd' | 'p' | 'q' | 'qi' | 'x'): Buffer {
  return Buffer.from(key.export({ format: 'jwk' })[name] ?? '', 'base64url');
}

function lines(octets: Buffer, width: number): readonly string[] {
  return octets.toString('base64').match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
}
