import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as fc from 'fast-check';
import { stringify } from 'yaml';

import type { Path } from './problem.ts';
import { readSource } from './read-source.ts';

const LIST = { key: 'instances' };
const NEVER = Infinity;

const entry = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,6}$/),
  fc.oneof(
    fc.string(),
    fc.constant('- a\n  - b\n# c\ninstances:\n'),
    fc.integer(),
    fc.array(fc.string(), { maxLength: 3 }),
  ),
  { minKeys: 1, maxKeys: 4, noNullPrototype: true },
);

test('reading instance by instance gives what the whole document gives, and the same places', () => {
  const settings = fc.record(
    { instances: fc.array(entry, { minLength: 1, maxLength: 5 }), region: fc.string() },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(settings, fc.boolean(), (value, indentSeq) => {
      const text = stringify(value, { indentSeq, lineWidth: 40 });
      const whole = readSource(text, { ...LIST, splitLength: NEVER });
      const split = readSource(text, { ...LIST, splitLength: 0 });
      assert.ok(whole.ok && split.ok);
      assert.deepEqual(split.value.value, value);
      const paths: Path[] = [
        ['region'],
        ...value.instances.map((item, n) => ['instances', n, Object.keys(item)[0] ?? '']),
      ];
      for (const path of paths)
        for (const at of ['key', 'value'] as const)
          assert.equal(split.value.locate(path, at), whole.value.locate(path, at), `${path.join('.')} ${at}`);
    }),
  );
});

test('entries that need each other are read together', () => {
  const text = 'instances:\n  - &a { x: 1 }\n  # a remark\n  - *a\n\nregion: r # last\n';
  const split = readSource(text, { ...LIST, splitLength: 0 });
  assert.ok(split.ok);
  assert.deepEqual(split.value.value, { instances: [{ x: 1 }, { x: 1 }], region: 'r' });
});

test('an error in one entry has its place in the whole text', () => {
  const text = 'instances:\n- a: 1\n- b: "\n- c: 1\nregion: r\n';
  const [whole, split] = [
    readSource(text, { ...LIST, splitLength: NEVER }),
    readSource(text, { ...LIST, splitLength: 0 }),
  ];
  assert.ok(!whole.ok && !split.ok);
  assert.deepEqual(split.error, whole.error);
});

test('places in JSON are those of the same text read as YAML', () => {
  const value = fc.dictionary(
    fc.stringMatching(/^[a-z"\\{}]{1,3}$/),
    fc.array(fc.dictionary(fc.stringMatching(/^[a-z]$/), fc.string())),
    {
      minKeys: 1,
    },
  );
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 2), (root, indent) => {
      const text = JSON.stringify(root, undefined, indent);
      const [json, yaml] = [readSource(text), readSource(`# comment\n${text}`)];
      assert.ok(json.ok && yaml.ok);
      for (const [key, list] of Object.entries(root))
        for (const [index, item] of list.entries())
          for (const path of [[key], [key, index], ...Object.keys(item).map((name) => [key, index, name])])
            for (const at of ['key', 'value'] as const)
              assert.equal(
                json.value.locate(path, at) + '# comment\n'.length,
                yaml.value.locate(path, at),
                path.join('.'),
              );
    }),
  );
});
