import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { ec2Error } from './errors.ts';
import { importedFingerprint, readPublicKey } from './key-pair/public-key.ts';
import { invalidKeyPair, newKeyPairPermissions, registerKeyPair } from './key-pair/register-key-pair.ts';
import { tagList } from './tag-list.ts';

const MATERIAL_BYTES_MAX = 16_384;

/** EC2 API Reference, `ImportKeyPair`. */
export const importKeyPair: ActionOf<'ec2', 'ImportKeyPair'> = {
  validate: invalidKeyPair,
  permissions: (input, call) => newKeyPairPermissions(input, call, 'ImportKeyPair'),
  async act(input, call) {
    const { KeyName, PublicKeyMaterial: material } = input;
    if (material.length > MATERIAL_BYTES_MAX) return err(NOT_A_KEY);
    const publicKey = readPublicKey(Buffer.from(material).toString());
    if (publicKey === undefined) return err(NOT_A_KEY);
    const registered = await registerKeyPair(call, input, publicKey, importedFingerprint(publicKey));
    if (!registered.ok) return registered;
    const { id, fingerprint, tags } = registered.value;
    return ok({ KeyPairId: id, KeyName, KeyFingerprint: fingerprint, Tags: tagList(tags) });
  },
};

const NOT_A_KEY = ec2Error('InvalidKey.Format', 'Key is not in valid OpenSSH public key format');
