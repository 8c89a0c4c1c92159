import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import type { DaemonSettings } from '#daemon';
import { Command } from 'commander';
import { ephemeralOption, hostOption, portOption, stateOption } from './options.ts';
import { daemonSettings } from './up-settings.ts';

function settingsOf(args: readonly string[], environment: Record<string, string> = {}): DaemonSettings {
  const command = new Command('up').exitOverride();
  for (const option of [portOption(), hostOption(), stateOption(), ephemeralOption()]) command.addOption(option);
  command.parse(args, { from: 'user' });
  return daemonSettings(command, { XDG_STATE_HOME: '/state', ...environment });
}

test('a port is explicit when somebody gave it', () => {
  assert.deepEqual([settingsOf([]).port, settingsOf([]).portIsExplicit], [1338, false]);
  const given = settingsOf(['--port', '1338']);
  assert.deepEqual([given.port, given.portIsExplicit], [1338, true]);
});

test('hosts add up, in order and without repetition', () => {
  const { host } = settingsOf(['--host', '10.0.0.1, ::1', '--host', '[::1]', '--host', 'localhost']);
  assert.deepEqual(host, ['10.0.0.1', '::1', '127.0.0.1']);
  assert.deepEqual(settingsOf([]).host, []);
});

test('state is kept in its usual place, where it is said, or nowhere', () => {
  assert.equal(settingsOf([]).stateDirectory, join('/state', 'openimds'));
  assert.equal(settingsOf(['--state', 'x']).stateDirectory, 'x');
  assert.equal(settingsOf(['--ephemeral']).stateDirectory, undefined);
  assert.equal(settingsOf([], { OPENIMDS_EPHEMERAL: 'true' }).stateDirectory, undefined);
  assert.equal(settingsOf(['--state', 'x'], { OPENIMDS_EPHEMERAL: 'true' }).stateDirectory, 'x');
  assert.equal(settingsOf([], { OPENIMDS_EPHEMERAL: '0' }).stateDirectory, join('/state', 'openimds'));
});
