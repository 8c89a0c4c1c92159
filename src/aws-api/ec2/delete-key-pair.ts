import { ok } from '#base';
import { arn } from '#model';
import type { ActionOf } from '../action.ts';
import { documentId } from '../inventory/entities.ts';
import { ec2Error } from './errors.ts';
import { findKeyPairs } from './find-key-pairs.ts';

/** EC2 API Reference, `DeleteKeyPair`: done as well if there is none of the name. Instances keep their public key. */
export const deleteKeyPair: ActionOf<'ec2', 'DeleteKeyPair'> = {
  validate: ({ KeyName, KeyPairId }) => (KeyName === undefined && KeyPairId === undefined ? NEITHER : undefined),
  permissions({ KeyName, KeyPairId }, call) {
    const found = findKeyPairs(
      call,
      KeyName === undefined ? [] : [KeyName],
      KeyPairId === undefined ? [] : [KeyPairId],
    );
    const [keyPair] = found.ok ? found.value : [];
    const name = keyPair?.name ?? KeyName ?? '*';
    const resource = arn(call.region, 'ec2', call.region, call.accountId, `key-pair/${name}`);
    return [{ resource, resourceTags: keyPair?.tags }];
  },
  async act({ KeyName, KeyPairId }, call) {
    const found = findKeyPairs(
      call,
      KeyName === undefined ? [] : [KeyName],
      KeyPairId === undefined ? [] : [KeyPairId],
    );
    if (!found.ok) return KeyPairId === undefined ? ok({ Return: true }) : found;
    for (const keyPair of found.value) {
      const deleted = await call.inventory.change('key-pair', documentId('key-pair', keyPair), () => ok(undefined));
      if (!deleted.ok) return deleted;
    }
    return ok({ Return: true, KeyPairId: found.value[0]?.id });
  },
};

const NEITHER = ec2Error('MissingParameter', 'The request must contain the parameter KeyName or KeyPairId');
