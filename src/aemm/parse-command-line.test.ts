import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { GLOBAL_FLAGS, SUB_COMMANDS } from './commands.ts';
import { mockHelp } from './help-text.ts';
import { parseCommandLine } from './parse-command-line.ts';
import type { CommandLine } from './parse-command-line.ts';

function read(text: string): CommandLine {
  const line = parseCommandLine(text === '' ? [] : text.split(' '));
  if (!line.ok) throw new Error(line.error);
  return line.value;
}

function settings(text: string): Record<string, unknown> {
  return Object.fromEntries(read(text).settings);
}

function refusal(text: string): string {
  const line = parseCommandLine(text.split(' '));
  return line.ok ? '' : line.error;
}

test('the command lines of the documentation are read', () => {
  assert.deepEqual(settings('--mock-delay-sec 10'), { 'mock-delay-sec': 10 });
  assert.deepEqual(settings('spot --action terminate'), { 'spot.action': 'terminate' });
  assert.deepEqual(settings('spot -d 5 --action terminate'), { 'mock-delay-sec': 5, 'spot.action': 'terminate' });
  assert.deepEqual(settings('-c path/to/config-overrides.json -s'), {
    'config-file': 'path/to/config-overrides.json',
    'save-config-to-file': true,
  });
  const documented =
    'events --code instance-reboot -a 2020-01-07T01:03:47Z -b 2020-01-01T01:03:47Z -l 2020-01-10T01:03:47Z --state completed';
  assert.deepEqual(settings(documented), {
    'events.code': 'instance-reboot',
    'events.not-after': '2020-01-07T01:03:47Z',
    'events.not-before': '2020-01-01T01:03:47Z',
    'events.not-before-deadline': '2020-01-10T01:03:47Z',
    'events.state': 'completed',
  });
  assert.deepEqual(settings('--imdsv2'), { imdsv2: true });
  assert.equal(read('').command, 'all');
  for (const alias of ['se', 'scheduledevents', 'events']) assert.equal(read(alias).command, 'events');
  for (const alias of ['asg', 'autoscaling', 'asglifecycle']) assert.equal(read(alias).command, 'asglifecycle');
  for (const text of ['help spot', 'spot -h', '--help spot']) assert.ok(read(text).help, text);
});

test('flags may stand before the command, be joined to their values, and be joined to each other', () => {
  assert.equal(read('-p 1550 -x -1 spot -a stop').command, 'spot');
  assert.deepEqual(settings('-p 1550 -x -1 spot -a stop'), {
    'server.port': '1550',
    'mock-ip-count': -1,
    'spot.action': 'stop',
  });
  assert.deepEqual(settings('-Isp=80'), { imdsv2: true, 'save-config-to-file': true, 'server.port': '80' });
  assert.deepEqual(settings('-d5 --imdsv2=false --hostname=localhost'), {
    'mock-delay-sec': 5,
    imdsv2: false,
    'server.hostname': 'localhost',
  });
  assert.deepEqual(settings('--asg-termination-trigger-time 2020-01-07T01:03:47Z asg'), {
    'asg-termination-trigger-time': '2020-01-07T01:03:47Z',
  });
});

test('what is not known is refused by name', () => {
  assert.equal(refusal('--foo'), 'unknown flag: --foo');
  assert.equal(refusal('spot --code x'), 'unknown flag: --code');
  assert.equal(refusal('-z'), "unknown shorthand flag: 'z' in -z");
  assert.equal(refusal('sport'), 'unknown command "sport"; there are asglifecycle, events, spot');
  assert.equal(refusal('spot now'), 'unknown argument "now"');
  assert.equal(refusal('events -d'), "flag needs an argument: 'd' in -d");
  assert.equal(refusal('-d soon'), 'invalid argument "soon" for "--mock-delay-sec": expected a whole number');
  assert.equal(refusal('--imdsv2=perhaps'), 'invalid argument "perhaps" for "--imdsv2": expected true or false');
});

test('no command line makes it throw, and the help names every flag', () => {
  const word = fc.oneof(fc.string(), fc.constantFrom('-', '--', '-=', '--=', '-Id', '-dI', 'spot', '-a', '=x'));
  fc.assert(fc.property(fc.array(word), (words) => void parseCommandLine(words)));
  for (const { command, flags } of SUB_COMMANDS)
    for (const { name } of [...GLOBAL_FLAGS, ...flags]) assert.match(mockHelp(command), new RegExp(`--${name} `));
});
