import { err, ok } from '#base';
import type { Result } from '#base';
import type { RegisteredKeyPair } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import { ec2Error } from './errors.ts';

/** Every key pair of the call's account and Region. */
function keyPairs({ inventory, accountId, region }: Call): readonly RegisteredKeyPair[] {
  return inventory
    .all('key-pair')
    .map(({ entity }) => entity)
    .filter((keyPair) => keyPair.accountId === accountId && keyPair.region === region);
}

/** The key pairs of these names and ids, each once; every one if none are named. */
export function findKeyPairs(
  call: Call,
  names: readonly string[],
  ids: readonly string[],
): Result<readonly RegisteredKeyPair[], ApiError> {
  const every = keyPairs(call);
  if (names.length + ids.length === 0) return ok(every);
  const unknown = [
    ...names.filter((wanted) => !every.some(({ name }) => name === wanted)),
    ...ids.filter((wanted) => !every.some(({ id }) => id === wanted)),
  ];
  if (unknown.length > 0) return err(keyPairsNotFound(unknown));
  return ok(every.filter(({ name, id }) => names.includes(name) || ids.includes(id)));
}

function keyPairsNotFound(wanted: readonly string[]): ApiError {
  const message =
    wanted.length === 1
      ? `The key pair '${wanted[0]}' does not exist`
      : `The key pairs '${wanted.join(', ')}' do not exist`;
  return ec2Error('InvalidKeyPair.NotFound', message);
}
