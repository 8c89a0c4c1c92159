import assert from 'node:assert/strict';

import { BUILT_IN_METADATA_OPTIONS, parseAccountId, parseInstanceId } from '#model';
import type { InstanceDeclaration } from '#model';
import type { Change } from './registry.ts';

const account = parseAccountId('123456789012');

/** The declaration of an instance numbered `number`, of which nothing is said but `more`. */
export function declared(number: number, more: Partial<InstanceDeclaration> = {}): InstanceDeclaration {
  const id = parseInstanceId(`i-${number.toString(16).padStart(17, '0')}`);
  assert.ok(id.ok && account.ok);
  return {
    id: id.value,
    accountId: account.value,
    region: 'eu-west-1',
    launchTimeMs: 1_700_000_000_000,
    revisedAtMs: 1_700_000_000_000,
    metadataOptions: BUILT_IN_METADATA_OPTIONS,
    ...more,
  };
}

/** The change that puts `declaration` at `revision`. */
export function put(revision: number, declaration: InstanceDeclaration): Change {
  return { kind: 'instance', id: declaration.id, revision, body: JSON.stringify(declaration) };
}
