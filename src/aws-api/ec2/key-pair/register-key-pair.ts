import { err, ok } from '#base';
import type { Result } from '#base';
import { arn } from '#model';
import type { RegisteredKeyPair } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { Call } from '../../action.ts';
import type { Permission } from '../../authorize/permission.ts';
import { regionalDocumentId } from '../../inventory/entities.ts';
import { ec2Error, invalidParameterValue } from '../errors.ts';
import { newResourceId } from '../new-resource-id.ts';
import { invalidTagSpecifications, specifiedTags, tagOnCreatePermissions } from '../tag-specifications.ts';
import { publicKeyLine } from './public-key.ts';
import type { SshPublicKey } from './public-key.ts';

type Input = Pick<ec2.CreateKeyPairRequest, 'KeyName' | 'TagSpecifications'>;

const TAGGABLE: ReadonlySet<string> = new Set(['key-pair']);

/** What is wrong with the name and tags of a new key pair (EC2 API Reference, `CreateKeyPair`). */
export function invalidKeyPair({ KeyName, TagSpecifications = [] }: Input): ApiError | undefined {
  if (!/^[\x20-\x7e]{1,255}$/.test(KeyName)) {
    return invalidParameterValue('A key pair name has 1 to 255 ASCII characters.');
  }
  return invalidTagSpecifications(TagSpecifications, TAGGABLE);
}

/** Permission to make a key pair, and to give it its tags. */
export function newKeyPairPermissions(
  { KeyName, TagSpecifications }: Input,
  call: Call,
  action: string,
): readonly Permission[] {
  const resource = arn(call.region, 'ec2', call.region, call.accountId, `key-pair/${KeyName}`);
  const requestTags = specifiedTags(TagSpecifications, 'key-pair');
  return [{ resource, requestTags }, ...tagOnCreatePermissions(resource, requestTags, action)];
}

/** Keeps a public key under a name of its own. */
export async function registerKeyPair(
  call: Call,
  { KeyName: name, TagSpecifications }: Input,
  publicKey: SshPublicKey,
  fingerprint: string,
): Promise<Result<RegisteredKeyPair, ApiError>> {
  const { accountId, region, nowMs, inventory, platform } = call;
  const keyPair: RegisteredKeyPair = {
    id: newResourceId('key', platform.random),
    accountId,
    region,
    name,
    type: publicKey.type,
    publicKey: publicKeyLine(publicKey, name),
    fingerprint,
    createdAtMs: nowMs,
    tags: specifiedTags(TagSpecifications, 'key-pair'),
  };
  const changed = await inventory.change('key-pair', regionalDocumentId(accountId, region, name), (present) =>
    present === undefined ? ok(keyPair) : err(nameInUse(name)),
  );
  return changed.ok ? ok(keyPair) : changed;
}

/** A name that a key pair has already. */
export function nameInUse(name: string): ApiError {
  return ec2Error('InvalidKeyPair.Duplicate', `The keypair '${name}' already exists.`);
}
