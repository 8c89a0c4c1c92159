import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { ask, read, tokenAt } from './imds-client.test-support.ts';
import type { Answered } from './imds-client.test-support.ts';
import { configurationFile, startOpenimds } from './openimds-process.test-support.ts';

const INSTANCE_TYPE = '/latest/meta-data/instance-type';

const configuration = (type: string, tokens: string, more = ''): string => `
roles: { app-role: { trust: ec2 } }
instances:
  - { id: i-00000000000000001, iamInstanceProfile: app-role, instanceType: ${type}, metadataOptions: { httpTokens: ${tokens} } }
${more}`;

/** As deployments do it: the new file takes the place of the old one at once. */
function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 5000; !(await isSo()); await sleep(20))
    assert.ok(Date.now() < deadline, `within 5 s ${what}`);
}

/** Clients that ask without a pause until told to stop, some over connections they keep. */
function hammer(url: string, token: string): { stop(): Promise<readonly (Answered | Error)[]> } {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const answers: (Answered | Error)[] = [];
  let isStopped = false;
  const client = async (own?: Agent): Promise<void> => {
    while (!isStopped)
      answers.push(
        await read(url, INSTANCE_TYPE, token, own === undefined ? {} : { agent: own }).catch((error: Error) => error),
      );
  };
  const clients = [client(), client(), client(), client(agent), client(agent), client(agent)];
  return {
    stop: async () => {
      isStopped = true;
      await Promise.all(clients);
      agent.destroy();
      return answers;
    },
  };
}

suite('a changed configuration file', () => {
  test('takes effect while clients read, and none of them notices but by what it reads', async (t) => {
    const file = configurationFile(configuration('t3.micro', 'optional'));
    const { url } = await startOpenimds({ configurationFile: file });
    const token = await tokenAt(url);
    assert.equal((await ask(`${url}${INSTANCE_TYPE}`)).status, 200);
    const clients = hammer(url, token);
    t.after(() => clients.stop());
    for (const [type, tokens, status] of [
      ['m5.large', 'required', 401],
      ['c5.large', 'optional', 200],
      ['r5.large', 'required', 401],
    ] as const) {
      replaceFile(file, configuration(type, tokens));
      await until(`it is ${type}`, async () => (await read(url, INSTANCE_TYPE, token)).body === type);
      assert.equal((await ask(`${url}${INSTANCE_TYPE}`)).status, status, `tokens are ${tokens}`);
    }
    const answers = await clients.stop();
    assert.deepEqual(
      answers.filter((answer) => answer instanceof Error || answer.status !== 200),
      [],
    );
    const types = answers.map((answer) => (answer instanceof Error ? '' : answer.body));
    assert.deepEqual([...new Set(types)], ['t3.micro', 'm5.large', 'c5.large', 'r5.large']);
    assert.ok(answers.length > 200, `only ${answers.length} requests`);
  });

  test('may be written in place, and bring instances and take them away', async () => {
    const file = configurationFile(configuration('t3.micro', 'optional'));
    const { url, port } = await startOpenimds({ configurationFile: file });
    const other = `http://127.0.6.2:${port}/latest/meta-data/instance-id`;
    await assert.rejects(ask(other));
    const second =
      '  - { id: i-00000000000000002, metadataOptions: { httpTokens: optional }, attach: [{ destination: 127.0.6.2 }] }';
    writeFileSync(file, configuration('t3.micro', 'optional', second));
    await until(
      'the second instance answers',
      async () => (await ask(other).catch(() => undefined))?.body === 'i-00000000000000002',
    );
    assert.equal((await ask(`${url}/latest/meta-data/instance-id`)).body, 'i-00000000000000001');
    writeFileSync(file, configuration('t3.micro', 'optional'));
    await until('it is gone', async () => (await ask(other).catch(() => undefined))?.body !== 'i-00000000000000002');
    assert.equal((await ask(`${url}/latest/meta-data/instance-id`)).body, 'i-00000000000000001');
  });

  test('that is wrong changes nothing, and openimds says what is wrong with it and where', async () => {
    const file = configurationFile(configuration('t3.micro', 'optional'));
    const openimds = await startOpenimds({ configurationFile: file });
    replaceFile(file, configuration('t3.micro', 'sometimes'));
    await until('it is refused', () => openimds.events().some(({ event }) => event === 'reload-refused'));
    const [refusal] = openimds.events();
    assert.match(
      refusal?.message ?? '',
      /openimds\.yaml:4:\d+: instances\[0\]\.metadataOptions\.httpTokens: .*optional/,
    );
    assert.equal((await ask(`${openimds.url}${INSTANCE_TYPE}`)).body, 't3.micro');
    replaceFile(file, configuration('t3.small', 'optional'));
    await until(
      'the mended file is taken',
      async () => (await ask(`${openimds.url}${INSTANCE_TYPE}`)).body === 't3.small',
    );
  });
});
