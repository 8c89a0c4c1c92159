import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TargetTexts } from './target-texts.ts';

test('a target is the text of its octets, whatever was asked for before it', () => {
  const target = fc.oneof(
    fc.string({ unit: fc.constantFrom('/', 'a', 'b', '%', 'é'), maxLength: 12 }),
    fc.string({ unit: fc.constantFrom('/', 'a'), minLength: 120, maxLength: 140 }),
    fc.constantFrom('/latest/meta-data/instance-id', '/latest/meta-data/instance-ID', '/latest/meta-data/ami-id'),
  );
  const texts = new TargetTexts();
  fc.assert(
    fc.property(fc.array(target, { maxLength: 30 }), (targets) => {
      for (const text of [...targets, ...targets]) {
        const bytes = Buffer.from(`GET ${text} HTTP/1.1`, 'latin1');
        assert.equal(texts.text(bytes, 4, 4 + text.length), text);
      }
    }),
  );
});
