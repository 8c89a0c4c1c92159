import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { regionalDocumentId } from '../inventory/entities.ts';
import { makeKeyPair } from './key-pair/make-key-pair.ts';
import { madeFingerprint, pemOf, ppkOf } from './key-pair/private-key.ts';
import { invalidKeyPair, nameInUse, newKeyPairPermissions, registerKeyPair } from './key-pair/register-key-pair.ts';
import { tagList } from './tag-list.ts';

/** EC2 API Reference, `CreateKeyPair`: the private key is told this once and kept nowhere. */
export const createKeyPair: ActionOf<'ec2', 'CreateKeyPair'> = {
  validate: invalidKeyPair,
  permissions: (input, call) => newKeyPairPermissions(input, call, 'CreateKeyPair'),
  async act(input, call) {
    const { KeyName, KeyType = 'rsa', KeyFormat = 'pem' } = input;
    // Before the work of making one, which others then do not have to wait for.
    const present = call.inventory.get('key-pair', regionalDocumentId(call.accountId, call.region, KeyName));
    if (present !== undefined) return err(nameInUse(KeyName));
    const made = await makeKeyPair(KeyType);
    const registered = await registerKeyPair(call, input, made.publicKey, madeFingerprint(made));
    if (!registered.ok) return registered;
    const { id, fingerprint, tags } = registered.value;
    const KeyMaterial = KeyFormat === 'ppk' ? ppkOf(made, KeyName) : pemOf(made, KeyName, call.platform.random);
    return ok({ KeyPairId: id, KeyName, KeyFingerprint: fingerprint, KeyMaterial, Tags: tagList(tags) });
  },
};
