import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { err } from '#base';
import { alternativesOf, formatDocumentErrors } from '#document';
import * as z from 'zod';

import { configurationSchema } from './configuration-schema.ts';
import { parseConfiguration } from './parse-configuration.ts';

const file = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const noFile = (): ReturnType<Parameters<typeof parseConfiguration>[2]> => err('no such file');

/** Every key of a schema: `a`, `a.b`, `a[].c` for lists, `a.<name>.d` for mappings by name. Documents kept as written end it. */
function keysOf(schema: z.core.$ZodType, path: string): readonly string[] {
  const keys = alternativesOf(schema).flatMap((alternative): readonly string[] => {
    if (alternative instanceof z.ZodArray) return keysOf(alternative.element, `${path}[]`);
    if (alternative instanceof z.ZodRecord) return keysOf(alternative.valueType, `${path}.<name>`);
    if (!(alternative instanceof z.ZodObject) || alternative.def.catchall instanceof z.ZodUnknown) return [];
    return Object.entries<z.core.$ZodType>(alternative.shape).flatMap(([key, value]) => {
      const inner = path === '' ? key : `${path}.${key}`;
      return [inner, ...keysOf(value, inner)];
    });
  });
  return [...new Set(keys)];
}

function errorsOf(text: string): string {
  const parsed = parseConfiguration(text, 'openimds.yaml', noFile);
  return parsed.ok ? '' : formatDocumentErrors(parsed.error);
}

test('the reference has every key of the schema, and no other', () => {
  const documented = [...file('docs/reference/configuration.md').matchAll(/^\| `([^`]+)` \|/gm)].map(([, key]) => key);
  assert.deepEqual(documented.toSorted(), keysOf(configurationSchema, '').toSorted());
});

test('the examples of the reference and the example file are right', () => {
  const reference = file('docs/reference/configuration.md');
  const examples = [...reference.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => text);
  assert.ok(examples.length > 0);
  for (const example of [...examples, file('openimds.example.yaml')]) assert.equal(errorsOf(example), '');
});
