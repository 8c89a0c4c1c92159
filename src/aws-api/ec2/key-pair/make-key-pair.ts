import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { sshPublicKey } from './public-key.ts';
import type { KeyPairType } from './public-key.ts';
import type { MadeKeyPair } from './private-key.ts';

const RSA_BITS = 2048;
const generate = promisify(generateKeyPair);

/** Makes a key pair, off the thread that answers calls: RSA keys take a while. */
export async function makeKeyPair(type: KeyPairType): Promise<MadeKeyPair> {
  const { publicKey, privateKey } =
    type === 'rsa' ? await generate('rsa', { modulusLength: RSA_BITS }) : await generate('ed25519');
  const ssh = sshPublicKey(publicKey);
  if (ssh === undefined) throw new Error('a key that was just made is of another kind');
  return { publicKey: ssh, privateKey };
}
