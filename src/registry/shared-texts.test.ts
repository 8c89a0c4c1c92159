import assert from 'node:assert/strict';
import { it } from 'node:test';

import { SharedTexts } from './shared-texts.ts';

it('a text is kept once while anybody holds it, and then let go', () => {
  const texts = new SharedTexts();
  const [one, same, other] = ['a', 'a', 'b'].map((text) => texts.hold(text));
  assert.ok(one && same && other);
  assert.equal(one, same);
  assert.equal(texts.size, 2);
  texts.letGo(one);
  assert.equal(texts.size, 2);
  texts.letGo(same);
  assert.equal(texts.size, 1);
  assert.notEqual(texts.hold('a'), one);
});
