import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { configurationFile, openimds, startOpenimds } from './openimds-process.test-support.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

interface Examination {
  readonly fit: boolean;
  readonly checks: readonly {
    readonly name: string;
    readonly state: string;
    readonly finding: string;
    readonly remedy?: string;
  }[];
}

test('a machine that openimds runs on is fit, and what is lacking comes with a remedy', async () => {
  const state = join(temporaryFolder(), 'state');
  const { code, text } = await openimds(['doctor', '--state', state, '--port', '0', '--api-port', '0', '--json']);
  const { fit, checks } = JSON.parse(text) as Examination;
  assert.deepEqual([code, fit], [0, true], text);
  for (const { name, state: found, remedy } of checks) assert.equal(found === 'works', remedy === undefined, name);
  assert.ok(!existsSync(state), 'it makes nothing');
  const table = await openimds(['doctor', '--state', state]);
  for (const { name } of checks) assert.ok(table.text.includes(name), name);
});

test('it ends with 1 where up would not start as asked', async () => {
  const { port } = await startOpenimds();
  const taken = await openimds(['doctor', '--ephemeral', '--port', String(port)]);
  assert.equal(taken.code, 2, 'a flag it does not have');
  const refused = await openimds(['doctor', '--state', temporaryFolder(), '--port', String(port)]);
  assert.equal(refused.code, 1);
  assert.match(
    refused.text,
    new RegExp(`FAILS +metadata port +port ${port} is taken\\n +→ stop what listens there, or give another --port`),
  );
});

/** Roles of a configuration issued by an STS whose clock is ahead by so much. */
async function configurationWithIssuer(aheadMs: number): Promise<string> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${Object.keys(request.headers).includes('authorization')}`);
    response.sendDate = false;
    response.writeHead(403, { Date: new Date(Date.now() + aheadMs).toUTCString() }).end();
  });
  servers.push({ server, asked });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const aws = `{ roleArn: "arn:aws:iam::123456789012:role/a", endpoint: "http://127.0.0.1:${port}" }`;
  return configurationFile(
    `roles: { a: { trust: ec2, issuer: { aws: ${aws} } }, b: { trust: ec2, issuer: { aws: ${aws} } } }`,
  );
}

const servers: { readonly server: Server; readonly asked: readonly string[] }[] = [];
after(() => {
  for (const { server } of servers) server.close();
});

test('the clock is compared with that of who issues credentials, once, and with nobody else', async () => {
  const examined = async (aheadMs: number): Promise<Examination['checks'][number] | undefined> => {
    const config = await configurationWithIssuer(aheadMs);
    const flags = ['--config', config, '--state', temporaryFolder(), '--port', '0', '--api-port', '0', '--json'];
    const { code, text } = await openimds(['doctor', ...flags]);
    assert.equal(code, 0, text);
    const { checks } = JSON.parse(text) as Examination;
    const found = checks.filter(({ name }) => name === 'issuer');
    assert.equal(found.length, 1);
    assert.deepEqual(servers.at(-1)?.asked, ['HEAD false']);
    return found[0];
  };
  const [same, near, behind, ahead] = [
    await examined(0),
    await examined(-120_000),
    await examined(900_000),
    await examined(-900_000),
  ];
  assert.deepEqual([same?.state, near?.state, behind?.state, ahead?.state], ['works', 'works', 'limited', 'limited']);
  assert.match(same?.finding ?? '', /^the clock is that of http:/);
  assert.match(near?.finding ?? '', /^the clock is 1[12]\d s ahead of that of http:/);
  assert.match(behind?.finding ?? '', /^the clock is (?:89|90)\d s behind that of http:.*5 minutes off$/);
  assert.match(ahead?.remedy ?? '', /timedatectl/);
});

test('an issuer that does not answer, and a configuration that is wrong, are told', async () => {
  const config = await configurationWithIssuer(0);
  servers.at(-1)?.server.close();
  const { text } = await openimds(['doctor', '--config', config, '--state', temporaryFolder()]);
  assert.match(text, /less +issuer +http:\/\/127\.0\.0\.1:\d+ does not answer \(ECONNREFUSED\)/);
  const wrong = await openimds(['doctor', '--config', configurationFile('regin: x'), '--state', temporaryFolder()]);
  assert.equal(wrong.code, 1);
  assert.match(wrong.text, /FAILS +configuration .*did you mean "region"/);
});
