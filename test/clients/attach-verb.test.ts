// Attachments that come and go while everything runs, by the command and the admin API behind it.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';

import { curl, needs, wholeLoopback } from './available.test-support.ts';
import { ask } from './imds-client.test-support.ts';
import { openimds, startOpenimds } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const PATH = '/latest/meta-data/instance-id';
const [A, B] = ['i-0000000000000000a', 'i-0000000000000000b'] as const;

suite('openimds attach', needs(curl, wholeLoopback), async () => {
  const state = temporaryFolder();
  const { port } = await startOpenimds({
    state,
    configuration: `
instances:
  - { id: ${A}, metadataOptions: { httpTokens: optional }, attach: [{ source: 192.0.2.1 }] }
  - { id: ${B}, metadataOptions: { httpTokens: optional }, attach: [{ destination: 127.0.9.2 }] }`,
  });
  const attach = async (verb: 'attach' | 'detach', ...args: readonly string[]): Promise<string> => {
    const { text, stderr } = await openimds([verb, ...args, '--state', state]);
    return text + stderr;
  };
  const idAt = (host: string): Promise<string> => ask(`http://${host}:${port}${PATH}`).then(({ body }) => body);

  test('shows how callers are recognised', async () => {
    assert.equal(await attach('attach', A), 'source=192.0.2.1 network=default\n');
    const { text } = await openimds(['attach', B, '--state', state, '--json']);
    assert.deepEqual(JSON.parse(text), { instanceId: B, attach: [{ destination: '127.0.9.2', network: 'default' }] });
  });

  test('listens at once for what is added, and no longer for what is taken away', async () => {
    const socket = join(temporaryFolder(), 'a.sock');
    await attach('attach', A, 'destination=127.0.9.1');
    assert.equal(await idAt('127.0.9.1'), A);
    await attach('attach', A, `socket=${socket}`, 'mode=0660');
    assert.equal(statSync(socket).mode & 0o777, 0o660);
    const { text } = await run('curl', ['-qsf', '--unix-socket', socket, `http://imds${PATH}`]);
    assert.equal(text, A);
    assert.match(
      await attach('detach', A, `socket=${socket}`),
      /^source=192.*\ndestination=127\.0\.9\.1 network=default\n$/,
    );
    assert.equal(statSync(socket, { throwIfNoEntry: false }), undefined);
    await attach('detach', A, 'destination=127.0.9.1');
    await assert.rejects(idAt('127.0.9.1'));
    assert.equal(await idAt('127.0.9.2'), B);
  });

  test('adds what is there already a second time to nothing, spelled out or not', async () => {
    const shown = await attach('attach', B);
    assert.equal(await attach('attach', B, 'destination=127.0.9.2'), shown);
    assert.equal(await attach('attach', B, 'destination=127.0.9.2', 'network=default'), shown);
  });

  test('says so where what is to be taken away is not there', async () => {
    const { code, text, stderr } = await openimds(['detach', A, 'netns=web', '--state', state]);
    assert.deepEqual([code, text], [1, '']);
    assert.match(stderr, /i-0000000000000000a has no such attachment\. It has source=192\.0\.2\.1 network=default/);
  });

  test('says what is wrong, and changes nothing', async () => {
    assert.match(
      await attach('attach', A, 'destination=127.0.9.2'),
      new RegExp(`${B} is attached to 127\\.0\\.9\\.2 already`),
    );
    assert.match(
      await attach('attach', A, 'netns=web', 'mode=0600'),
      /^openimds: mode: does not go together with netns/,
    );
    assert.match(await attach('attach', A, 'sorce=10.0.0.1'), /^openimds: sorce: unknown key; did you mean "source"/);
    assert.match(await attach('attach', A, 'web'), /"web" is not of the form KEY=VALUE/);
    assert.match(await attach('attach', 'i-0000000000000000f'), /there is no instance "i-0000000000000000f"/);
    assert.equal(await attach('attach', A), 'source=192.0.2.1 network=default\n');
  });

  test('leaves an instance without any to whoever nobody else matches on loopback', async () => {
    assert.equal(await attach('detach', A), `${A} is attached to nothing of its own\n`);
    assert.equal(await idAt('127.0.0.1'), A);
  });
});
