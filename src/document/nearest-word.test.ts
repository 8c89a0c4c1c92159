import assert from 'node:assert/strict';
import { test } from 'node:test';

import { nearestWord } from './nearest-word.ts';

test('the nearest word is a slip of the fingers away, or there is none', () => {
  const allowed = ['httpTokens', 'httpEndpoint', 'tags', 'attach'];
  assert.equal(nearestWord('httpToken', allowed), 'httpTokens');
  assert.equal(nearestWord('http_endpoint', allowed), 'httpEndpoint');
  assert.equal(nearestWord('tgas', allowed), 'tags');
  assert.equal(nearestWord('Tags', allowed), 'tags');
  assert.equal(nearestWord('volumes', allowed), undefined);
  assert.equal(nearestWord('x', []), undefined);
});
