import assert from 'node:assert/strict';
import { test } from 'node:test';
import { err, ok } from '#base';
import * as z from 'zod';
import { readChecked } from './read-checked.ts';

const schema = z.strictObject({ steps: z.array(z.strictObject({ at: z.int().min(0).max(9), say: z.string() })) });

test('what is wrong is told by file, line, place and what is allowed', () => {
  const read = (text: string): unknown => readChecked(text, 'a.yaml', { schema, understand: ok });
  assert.deepEqual(read('steps:\n  - { at: 1, say: hello }\n'), ok({ steps: [{ at: 1, say: 'hello' }] }));
  assert.deepEqual(
    read('steps:\n  - { at: 10, say: x }\n  - { at: 1, says: x }\n'),
    err(
      'a.yaml:2:11: steps[0].at: expected a whole number from 0 to 9, got 10\n' +
        'a.yaml:3:5: steps[1].say: required key is missing\n' +
        'a.yaml:3:14: steps[1].says: unknown key; did you mean "say"?',
    ),
  );
  const broken = readChecked('steps: [', 'a.yaml', { schema, understand: ok });
  assert.match(broken.ok ? '' : broken.error, /^a\.yaml:1:/);
});

test('what the shape does not show is told by its place too', () => {
  const understand = (): ReturnType<typeof err<{ path: (string | number)[]; message: string }[]>> =>
    err([{ path: ['steps', 1, 'say'], message: 'is said twice' }]);
  const text = 'steps:\n  - { at: 1, say: x }\n  - { at: 2, say: x }\n';
  assert.deepEqual(
    readChecked(text, 'a.yaml', { schema, understand }),
    err('a.yaml:3:19: steps[1].say: is said twice'),
  );
});
