import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Command, Option } from 'commander';
import fc from 'fast-check';
import { flagWords, inFlags } from './flag-words.ts';

const command = new Command('x');
for (const flag of ['--not-before <T>', '--not-after <T>', '--until <T>', '--tag <K=V>', '--header <H>', '-j, --json'])
  command.addOption(new Option(flag, ''));
const words = flagWords(command, [
  ['GET /faults', '"openimds fault list"'],
  [/\battach\[\d+\]\./g, ''],
]);

test('keys are said as the flags they were typed as, and nothing else is changed', () => {
  const said: readonly (readonly [string, string])[] = [
    ['maintenance.notBefore: expected a UTC time', '--not-before: expected a UTC time'],
    ['maintenance: notAfter: is earlier than notBefore', 'maintenance: --not-after: is earlier than --not-before'],
    ['until: must be later; tags: expected 1 to 50', '--until: must be later; --tag: expected 1 to 50'],
    ['tags[0]: no', '--tag: no'],
    ['tags.0: no', '--tag: no'],
    ['status.headers.a b: is no name', '--header a b: is no name'],
    ['status.code: expected', 'status.code: expected'],
    ['it waits until 3; got "until"', 'it waits until 3; got "until"'],
    [
      'expected one of instances, tags and all: there are 2 tags',
      'expected one of --instance, --tag and --all: there are 2 tags',
    ],
    ['see GET /faults', 'see "openimds fault list"'],
    ['attach[1].mode: does not fit', 'mode: does not fit'],
    ['constructor: no', 'constructor: no'],
  ];
  for (const [message, expected] of said) assert.equal(inFlags(message, words), expected);
});

test('words that are keys elsewhere stay what they are', () => {
  const word = fc.constantFrom('until', 'tags', 'header', 'json', '"until"', 'is', '3;', '(tag:');
  fc.assert(
    fc.property(fc.array(word), (said) => {
      assert.equal(inFlags(said.join(' '), words), said.join(' '));
    }),
  );
});
