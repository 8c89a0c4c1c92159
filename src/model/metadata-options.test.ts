import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideMetadataOptions, effectiveOptions } from './metadata-options.ts';
import type { HttpTokens, OptionSource } from './metadata-options.ts';

// EC2 User Guide, "Order of precedence for instance metadata options": launch, account, image, built-in.
const rows: readonly (readonly [HttpTokens | undefined, HttpTokens | undefined, boolean, HttpTokens, OptionSource])[] =
  [
    ['required', undefined, false, 'required', 'launch'],
    ['required', 'optional', true, 'required', 'launch'],
    ['optional', 'required', true, 'optional', 'launch'],
    ['optional', undefined, false, 'optional', 'launch'],
    [undefined, undefined, true, 'required', 'image'],
    [undefined, 'required', true, 'required', 'account'],
    [undefined, 'required', false, 'required', 'account'],
    [undefined, 'optional', true, 'optional', 'account'],
    [undefined, 'optional', false, 'optional', 'account'],
    [undefined, undefined, false, 'optional', 'built-in'],
  ];

for (const [launch, account, imageSupportsV2, value, decidedBy] of rows) {
  test(`launch ${launch ?? '-'}, account ${account ?? '-'}, image ${imageSupportsV2 ? 'v2.0' : '-'}: ${value} by ${decidedBy}`, () => {
    const decided = decideMetadataOptions({
      launch: launch === undefined ? {} : { httpTokens: launch },
      account: account === undefined ? {} : { httpTokens: account },
      imageSupportsV2,
    });
    assert.deepEqual(decided.httpTokens, { value, decidedBy });
  });
}

test('each option is decided by itself', () => {
  const decided = decideMetadataOptions({ launch: {}, account: { httpPutResponseHopLimit: 1 }, imageSupportsV2: true });
  assert.deepEqual(effectiveOptions(decided), {
    httpTokens: 'required',
    httpPutResponseHopLimit: 1,
    httpEndpoint: 'enabled',
    httpProtocolIpv6: 'disabled',
    instanceMetadataTags: 'disabled',
  });
});

test('an image with ImdsSupport brings hop limit 2', () => {
  const decided = decideMetadataOptions({ launch: {}, account: {}, imageSupportsV2: true });
  assert.deepEqual(decided.httpPutResponseHopLimit, { value: 2, decidedBy: 'image' });
});
