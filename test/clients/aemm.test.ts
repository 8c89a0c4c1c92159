// Jobs that ran amazon-ec2-metadata-mock and changed one word: its command lines, its configuration, and pollers written
// against its documentation.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { anyOf, curl, everyPythonWith, needs, wholeLoopback } from './available.test-support.ts';
import { ask, tokenAt } from './imds-client.test-support.ts';
import { openimds, startOpenimds } from './openimds-process.test-support.ts';
import type { OpenimdsProcess } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const SPOT = '/latest/meta-data/spot/instance-action';
const EVENTS = '/latest/meta-data/events/maintenance/scheduled';
const folder = temporaryFolder();
const pythons = everyPythonWith('cloudinit');

function aemm(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<OpenimdsProcess> {
  return startOpenimds({ words: ['aemm', ...words, '--json', '--port', '0', '--hostname', 'localhost'], environment });
}

async function bodyAt(mock: OpenimdsProcess, path: string): Promise<string> {
  const { status, body } = await ask(`${mock.url}${path}`);
  assert.equal(status, 200, path);
  return body;
}

test('a poller with curl sees 404 until the spot notice is there', needs(curl), async () => {
  const mock = await aemm(['spot', '-d', '2', '-a', 'hibernate']);
  const loop = `for i in $(seq 1 200); do
      code=$(curl -s -o body -w '%{http_code}' "$1")
      echo "$code"
      [ "$code" = 200 ] && break
      sleep 0.1
    done
    cat body`;
  const { text, code } = await run('sh', ['-c', loop, 'poller', `${mock.url}${SPOT}`], { directory: folder });
  assert.equal(code, 0);
  const [statuses = '', notice = ''] = text.split(/(?=\{)/);
  assert.match(statuses, /^(?:404\n)*200\n$/);
  const { action, time } = JSON.parse(notice) as { action: string; time: string };
  assert.equal(action, 'hibernate');
  assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.equal((await ask(`${mock.url}${EVENTS}`)).status, 404, 'spot mocks no events');
  assert.equal((await mock.stop()).code, 0);
});

test('a drain handler finds the event, the recommendation and the lifecycle state where everything is mocked', async () => {
  const flags = ['--mock-trigger-time', '2020-01-07T01:03:47Z', '--rebalance-trigger-time', '2020-01-07T01:03:47Z'];
  const mock = await aemm([...flags, '--asg-termination-delay-sec', '100000']);
  const [event] = JSON.parse(await bodyAt(mock, EVENTS)) as { Code: string; State: string; NotBefore: string }[];
  assert.deepEqual([event?.Code, event?.State], ['system-reboot', 'active']);
  assert.ok(!Number.isNaN(Date.parse(event?.NotBefore ?? '')));
  assert.match(await bodyAt(mock, '/latest/meta-data/events/recommendations/rebalance'), /"noticeTime": "\d/);
  assert.equal(await bodyAt(mock, '/latest/meta-data/autoscaling/target-lifecycle-state'), 'InService');
  assert.equal((await bodyAt(mock, '/latest/meta-data/')).split('\n').includes('spot/'), true);
});

test('times that nobody fixed move on with whoever asks, and nothing is made anew for that', async () => {
  const mock = await aemm(['spot']);
  const read = async (): Promise<readonly [string, string | null]> => {
    const response = await fetch(`${mock.url}${SPOT}`);
    const { time } = (await response.json()) as { time: string };
    return [time, response.headers.get('last-modified')];
  };
  const [first, modified] = await read();
  let [time, since] = [first, modified];
  for (let tries = 0; time === first; tries++) {
    assert.ok(tries < 200, 'it moves on');
    await new Promise((resolve) => setTimeout(resolve, 50));
    [time, since] = await read();
  }
  assert.ok(time > first);
  assert.equal(since, modified);
});

test('session tokens, variables and the JSON configuration of the documentation', async () => {
  const file = join(folder, 'config-overrides.json');
  writeFileSync(
    file,
    `{
  "metadata": {
    "paths": {
        "ipv4-associations": "/latest/meta-data/network/interfaces/macs/0e:49:61:0f:c3:77/ipv4-associations/192.0.2.54"
    },
    "values": {
      "mac": "0e:49:61:0f:c3:77",
      "public-ipv4": "54.92.157.77"
    }
  },
  "spot": {
    "action": "terminate",
    "time": "2020-01-07T01:03:47Z"
  }
}`,
  );
  const home = temporaryFolder();
  const mock = await aemm(['-c', file, '-s', '-I'], { AEMM_SPOT_ACTION: 'stop', HOME: home });
  assert.match(
    mock.stderr(),
    /metadata\.paths\.ipv4-associations is no key of amazon-ec2-metadata-mock; it is ignored/,
  );
  assert.equal((await ask(`${mock.url}${SPOT}`)).status, 401);
  const headers = { 'X-aws-ec2-metadata-token': await tokenAt(mock.url) };
  const { body } = await ask(`${mock.url}${SPOT}`, { headers });
  assert.deepEqual(JSON.parse(body), { action: 'stop', time: '2020-01-07T01:03:47Z' });
  const mac = await ask(`${mock.url}/latest/meta-data/mac`, { headers });
  assert.equal(mac.body, '0e:49:61:0f:c3:77');
  const saved = JSON.parse(readFileSync(join(home, '.ec2-metadata-mock', '.aemm-config-used.json'), 'utf8')) as {
    spot: unknown;
    imdsv2: unknown;
  };
  assert.deepEqual(
    [saved.spot, saved.imdsv2],
    [{ action: 'stop', 'rebalance-rec-time': '', time: '2020-01-07T01:03:47Z' }, true],
  );
});

test('a configuration file that is watched is followed', async () => {
  const file = join(folder, 'watched.json');
  const write = (id: string): void => writeFileSync(file, JSON.stringify({ metadata: { values: { 'ami-id': id } } }));
  write('ami-1');
  const mock = await aemm(['--watch-config-file'], { AEMM_CONFIG_FILE: file });
  assert.equal(await bodyAt(mock, '/latest/meta-data/ami-id'), 'ami-1');
  write('ami-2');
  for (let now = 'ami-1'; now !== 'ami-2'; now = await bodyAt(mock, '/latest/meta-data/ami-id'))
    await new Promise((resolve) => setTimeout(resolve, 20));
});

test('a spot notice is for as many callers as are asked for', needs(wholeLoopback), async () => {
  const mock = await aemm(['spot', '--mock-ip-count', '2']);
  const statusFrom = async (localAddress: string): Promise<number> =>
    (await ask(`${mock.url}${SPOT}`, { localAddress })).status;
  const callers = ['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.1', '127.0.0.3'];
  const statuses = [];
  for (const caller of callers) statuses.push(await statusFrom(caller));
  assert.deepEqual(statuses, [200, 200, 404, 200, 404]);
  assert.equal((await ask(`${mock.url}/latest/meta-data/mac`, { localAddress: '127.0.0.3' })).status, 200);
});

test('callers of every address of this machine are answered, as the mock answers them', async () => {
  const mock = await startOpenimds({ words: ['aemm', '--json', '-p', '0'] });
  assert.equal(new URL(mock.url).hostname, '127.0.0.1');
  assert.equal(await bodyAt(mock, '/latest/meta-data/instance-id'), 'i-1234567890abcdef0');
});

test(
  'cloud-init finds its data source, which it does not in the mock',
  needs(anyOf(pythons, 'cloud-init (Debian package cloud-init)')),
  async () => {
    const mock = await aemm([]);
    const script = fileURLToPath(new URL('cloud_init_crawl.py', import.meta.url));
    const input = JSON.stringify([{ aws: true, metadataUrls: [mock.url], folder: temporaryFolder() }]);
    const crawled = await run(pythons[0] ?? 'python3', [script], { input });
    const [found] = JSON.parse(crawled.text) as { instanceId: string; userData: { base64: string } }[];
    assert.equal(found?.instanceId, 'i-1234567890abcdef0', crawled.stderr);
    assert.equal(found.userData.base64, 'MTIzNCxqb2huLHJlYm9vdCx0cnVlCg==');
  },
);

test('help and version end with 0; what is asked wrongly with 2 and a reason', async () => {
  const help = await openimds(['aemm', '--help']);
  assert.equal(help.code, 0);
  assert.match(help.text, /spot +mock a Spot interruption notice/);
  assert.match((await openimds(['aemm', 'spot', '-h'])).text, /-a, --action/);
  assert.match((await openimds(['aemm', '--version'])).text, /^\d+\.\d+\.\d+\n$/);
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [['--foo'], /unknown flag: --foo/],
    [
      ['spot', '--action', 'explode'],
      /Invalid CLI input "explode" for flag action\. Allowed value\(s\): terminate,hibernate,stop\./,
    ],
    [['events', '--code', 'FOO'], /Invalid CLI input "FOO" for flag code/],
    [['-c', '/nowhere.json'], /\/nowhere\.json: cannot be read/],
    [['sport'], /unknown command "sport"/],
  ];
  for (const [words, reason] of wrong) {
    const refused = await openimds(['aemm', ...words]);
    assert.deepEqual([refused.code, refused.text], [2, ''], words.join(' '));
    assert.match(refused.stderr, reason);
  }
});
