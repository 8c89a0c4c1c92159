import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

import { ask, read, tokenAt } from './imds-client.test-support.ts';
import { configurationFile, openimds as openimdsVerb, startOpenimds } from './openimds-process.test-support.ts';
import type { Finished } from './run-program.test-support.ts';
import { bareEnvironment, run } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const FREE = ['--port', '0', '--api-port', '0', '--ephemeral'];

function up(...flags: readonly string[]): Promise<Finished> {
  return openimdsVerb(['up', '--json', ...FREE, ...flags]);
}

suite('openimds up', { concurrency: 3 }, () => {
  test('says where it is in one line', async () => {
    const { ready, url, pid } = await startOpenimds({
      configuration: `
account: "210987654321"
region: ca-central-1
instances: [{ id: i-00000000000000001 }, { id: i-00000000000000002, attach: [{ source: 10.1.1.1 }] }]`,
    });
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.deepEqual([ready.account, ready.region], ['210987654321', 'ca-central-1']);
    assert.deepEqual(ready.instances, [{ id: 'i-00000000000000001' }, { id: 'i-00000000000000002' }]);
    assert.match(ready.api.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.match(ready.credentials.accessKeyId, /^AKIA[A-Z2-7]{16}$/);
    assert.match(ready.credentials.secretAccessKey, /^[\w+/]{40}$/);
    assert.doesNotThrow(() => process.kill(pid, 0));
  });

  test('serves an instance without any file', async () => {
    const { url, ready } = await startOpenimds();
    const token = await tokenAt(url);
    const { body } = await read(url, '/latest/meta-data/instance-id', token);
    assert.equal(body, ready.instances[0]?.id);
    assert.equal((await read(url, '/latest/meta-data/iam/security-credentials/', token)).status, 200);
  });

  test('takes another port when nobody asked for the one that is taken', async () => {
    // Without --port both want the same one, and whoever else runs on this machine may have it already.
    const [one, other] = await Promise.all([startOpenimds({ port: null }), startOpenimds({ port: null })]);
    assert.notEqual(one.port, other.port);
    assert.equal((await ask(`${one.url}/`)).status, 200);
    assert.equal((await ask(`${other.url}/`)).status, 200);
  });

  test('insists on a port that was asked for', async () => {
    const first = await startOpenimds();
    const second = await openimdsVerb(['up', '--json', '--ephemeral', '--api-port', '0', '--port', String(first.port)]);
    assert.deepEqual({ code: second.code, text: second.text }, { code: 1, text: '' });
    assert.ok(second.stderr.includes(String(first.port)), second.stderr);
  });

  test('is the command that npm links', async () => {
    const linked = fileURLToPath(new URL('../../node_modules/.bin/openimds', import.meta.url));
    const { code, text, stderr } = await run(linked, ['version']);
    assert.equal(code, 0, stderr);
    assert.match(text, /^\d+\.\d+\.\d+/);
  });

  test('reads variables where there are no flags', async () => {
    const file = configurationFile('region: eu-west-3\ninstances: [{}]\n');
    const { ready, url } = await startOpenimds({
      environment: { OPENIMDS_CONFIG: file, OPENIMDS_PROFILE: 'legacy' },
    });
    assert.equal(ready.region, 'eu-west-3');
    const page = await ask(`${url}/latest/meta-data/`, { headers: { 'X-aws-ec2-metadata-token': 'none' } });
    assert.match(page.body, /<h1>401 - Unauthorized<\/h1>/);
  });
});

suite('a wrong configuration ends with exit code 2, and the place on stderr', { concurrency: 3 }, () => {
  const cases: readonly (readonly [name: string, text: string, said: RegExp])[] = [
    [
      'an unknown key, with a suggestion',
      'region: us-east-1\ninstances:\n  - imageID: ami-1\n',
      /:3:\d+: .*imageID.*imageId/,
    ],
    [
      'a value that is none of the allowed',
      'instances:\n  - metadataOptions:\n      httpTokens: maybe\n',
      /:3:\d+: .*httpTokens.*required/,
    ],
    [
      'a number out of range',
      'metadataDefaults: { httpPutResponseHopLimit: 65 }\n',
      /:1:\d+: .*httpPutResponseHopLimit.*64/,
    ],
    ['a role that is not declared', 'instances:\n- iamInstanceProfile: nobody\n', /:2:\d+: .*nobody/],
    [
      'an address that two instances claim',
      'instances:\n- attach: [{ source: 10.0.0.1 }]\n- attach: [{ source: 10.0.0.1 }]\n',
      /:3:\d+: .*10\.0\.0\.1/,
    ],
    ['an account that lost its quotes', 'account: 123456789012\n', /:1:\d+: .*account.*quotes/],
    ['what is no YAML', 'instances: [\n  { id: i-1 \n', /:\d+:\d+: /],
    [
      'a user data file that is not there',
      'instances:\n  - userDataFile: nowhere.txt\n',
      /:2:\d+: .*userDataFile.*ENOENT/,
    ],
  ];
  for (const [name, text, said] of cases)
    test(name, async () => {
      const file = configurationFile(text);
      const { code, text: stdout, stderr } = await up('--config', file);
      assert.deepEqual({ code, stdout }, { code: 2, stdout: '' }, stderr);
      assert.ok(stderr.includes(`${file}:`), stderr);
      assert.match(stderr, said);
    });

  test('a file that is not there', async () => {
    const file = join(temporaryFolder(), 'nowhere.yaml');
    const { code, text, stderr } = await up('--config', file);
    assert.deepEqual({ code, text }, { code: 2, text: '' });
    assert.ok(stderr.includes(file), stderr);
  });

  test('never quotes a secret', async () => {
    const file = configurationFile(`
roles: { r: { issuer: { static: { accessKeyId: AKIA, secretAccessKey: [hunter2], sessionTokn: hunter3 } } } }
instances: [{ userDataBase64: "hunter4!", userData: hunter5 }]`);
    const { code, stderr } = await up('--config', file);
    assert.equal(code, 2);
    assert.doesNotMatch(stderr, /hunter/);
  });
});

suite('wrong flags end with exit code 2, and the reason on stderr', { concurrency: 3 }, () => {
  const cases: readonly (readonly [flags: readonly string[], said: RegExp])[] = [
    [['up', '--prot', '80'], /--prot.*--port/s],
    [['up', '--port', 'http'], /--port/],
    [['up', '--port', '65536'], /65535/],
    [['up', '--host', 'example.com'], /example\.com/],
    [['up', '--profile', 'ancient'], /legacy/],
    [['up', '--ephemeral', '--state', '/tmp'], /contradict/],
    [['up', 'now'], /argument/],
    [['upp'], /upp/],
    [['--port', '80'], /--port/],
  ];
  for (const [flags, said] of cases)
    test(`openimds ${flags.join(' ')}`, async () => {
      const { code, text, stderr } = await openimdsVerb(flags);
      assert.deepEqual({ code, text }, { code: 2, text: '' }, stderr);
      assert.match(stderr, said);
    });

  test('a variable that is wrong', async () => {
    const { code, stderr } = await openimdsVerb(['up'], { OPENIMDS_PORT: 'x' });
    assert.equal(code, 2);
    assert.match(stderr, /OPENIMDS_PORT/);
  });
});

interface OpenConnection {
  readonly answered: Promise<unknown>;
  /** Settles once the other side has closed or reset it. */
  readonly closed: Promise<unknown>;
}

/** A connection that has sent this, takes what comes, and ends with the test at the latest. */
async function openConnection(t: TestContext, port: number, sends: string): Promise<OpenConnection> {
  const socket = connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  const answered = new Promise((resolve) => socket.once('data', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.write(sends);
  return { answered, closed };
}

suite('a signal', { timeout: 30_000 }, () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    test(`${signal} ends it within a second with exit code 0, open connections or not`, async (t) => {
      const openimds = await startOpenimds();
      // The kernel may keep a connection that never says anything from openimds, and so nobody closes it.
      await openConnection(t, openimds.port, '');
      const connections = await Promise.all(
        [
          'GET /latest/meta-data/ HT',
          'GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n',
          'PUT /latest/api/token HTTP/1.1\r\nContent-Length: 1000\r\n\r\nx',
        ].map((sends) => openConnection(t, openimds.port, sends)),
      );
      const { code, tookMs } = await openimds.stop(signal);
      assert.equal(code, 0, openimds.stderr());
      assert.ok(tookMs < 1000, `${tookMs} ms`);
      await Promise.all(connections.map(({ closed }) => closed));
      await assert.rejects(ask(openimds.url));
      assert.equal(openimds.stderr(), '');
    });

  test('leaves a port that the next one can have at once', async (t) => {
    const first = await startOpenimds();
    const { answered } = await openConnection(
      t,
      first.port,
      'GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n',
    );
    await answered;
    assert.equal((await first.stop()).code, 0);
    const second = await startOpenimds({ port: first.port });
    assert.equal(second.port, first.port);
  });
});

test('openimds env prints what points an SDK here', async () => {
  const { text } = await openimdsVerb(['env', '--port', '4242']);
  const shell = await run(
    'sh',
    ['-c', `${text}\nprintf '%s %s' "$AWS_EC2_METADATA_SERVICE_ENDPOINT" "$AWS_EC2_METADATA_DISABLED"`],
    {
      environment: bareEnvironment({ AWS_EC2_METADATA_DISABLED: 'true' }),
    },
  );
  assert.match(shell.text, /^http:\/\/127\.0\.0\.1:4242\/? false$/);
});
