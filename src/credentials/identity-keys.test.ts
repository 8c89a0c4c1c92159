import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateIdentityKeys, parseIdentityKeys } from './identity-keys.ts';

const keys = await generateIdentityKeys();
const kept = (): unknown => JSON.parse(JSON.stringify(keys));

test('keys survive as JSON', () => {
  assert.deepEqual(parseIdentityKeys(kept()), { ok: true, value: keys });
});

test('of wrong keys it is told which and how, and nothing of what stood there', () => {
  const { signature, pkcs7, rsa2048 } = keys;
  const broken = { ...rsa2048, privateKeyPem: 'SECRET that is no PEM' };
  for (const [json, reason] of [
    [undefined, /"signature": privateKeyPem and certificatePem must be PEM texts/],
    [{ signature, pkcs7 }, /"rsa2048": privateKeyPem and/],
    [{ signature, pkcs7, rsa2048: broken }, /"rsa2048": the PEM texts cannot be read/],
    [{ signature, pkcs7: signature, rsa2048 }, /"pkcs7": must be of type DSA/],
    [
      { signature: { ...signature, certificatePem: rsa2048.certificatePem }, pkcs7, rsa2048 },
      /"signature": the certificate is of another key/,
    ],
  ] as const) {
    const parsed = parseIdentityKeys(json);
    assert.ok(!parsed.ok);
    assert.match(parsed.error, reason);
    assert.doesNotMatch(parsed.error, /SECRET|BEGIN/);
  }
});
