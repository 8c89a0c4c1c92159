import assert from 'node:assert/strict';
import { test } from 'node:test';
import { realPlatform } from '#host';
import type { Platform } from '#host';
import { openMemoryRegistry } from '#registry';
import { identityKeys, refreshSealingKeys, sealingKeys, storedSecrets } from './secrets.ts';

const HOUR_MS = 3_600_000;

function at(nowMs: number): Platform {
  return { ...realPlatform(), clock: { now: () => nowMs } };
}

const NOW = 1_790_000_000_000;

test('keys are made once and found again after a restart', async () => {
  const registry = openMemoryRegistry();
  const first = await sealingKeys({ registry, platform: at(NOW) }, storedSecrets(await registry.read(0)));
  const again = await sealingKeys({ registry, platform: at(NOW + HOUR_MS) }, storedSecrets(await registry.read(0)));
  assert.deepEqual(again, first);
});

test('a token key a day old gets a successor and stays beside it, also after a restart', async () => {
  const registry = openMemoryRegistry();
  const first = await sealingKeys({ registry, platform: at(NOW) }, new Map());
  const rotated = await refreshSealingKeys({ registry, platform: at(NOW + 25 * HOUR_MS) }, first);
  assert.deepEqual(
    rotated.tokenRing.map(({ id }) => id),
    [0, 1],
  );
  assert.deepEqual(rotated.tokenRing[0], first.tokenRing[0]);
  assert.equal(rotated.sessionKeys, first.sessionKeys);
  const stored = storedSecrets(await registry.read(0));
  assert.deepEqual(await sealingKeys({ registry, platform: at(NOW + 26 * HOUR_MS) }, stored), rotated);
});

test('session keys rotate every thirty days', async () => {
  const registry = openMemoryRegistry();
  const first = await sealingKeys({ registry, platform: at(NOW) }, new Map());
  const rotated = await refreshSealingKeys({ registry, platform: at(NOW + 31 * 24 * HOUR_MS) }, first);
  assert.equal(rotated.sessionKeys.length, 2);
});

test('identity keys are made once, and damaged ones are replaced', async () => {
  const registry = openMemoryRegistry();
  const parts = { registry, platform: at(NOW) };
  const keys = await identityKeys(parts, new Map());
  assert.deepEqual(await identityKeys(parts, storedSecrets(await registry.read(0))), keys);
  assert.notDeepEqual(await identityKeys(parts, new Map([['identity-keys', { signature: {} }]])), keys);
});
