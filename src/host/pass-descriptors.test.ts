import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { loadLibc } from './libc.ts';
import { receiveWithDescriptors, sendWithDescriptors } from './pass-descriptors.ts';

const libc = loadLibc();
const folder = mkdtempSync(join(tmpdir(), 'openimds-descriptors-'));
after(() => rmSync(folder, { recursive: true }));

const descriptorOf = (socket: Socket): number => (socket as unknown as { _handle: { fd: number } })._handle.fd;

test(
  'files go with a message to whoever is at the other end',
  { skip: typeof libc === 'string' ? libc : false },
  async () => {
    assert.ok(typeof libc !== 'string');
    const server = createServer({ pauseOnConnect: true }).listen(join(folder, 'socket'));
    await once(server, 'listening');
    const client = connect(join(folder, 'socket'));
    const [accepted] = (await once(server, 'connection')) as [Socket];
    assert.equal(receiveWithDescriptors(libc, descriptorOf(accepted), 64), undefined, 'nothing waits yet');
    const files = ['one', 'two', 'three'].map((text) => {
      writeFileSync(join(folder, text), text);
      return openSync(join(folder, text), 'r');
    });
    assert.ok(sendWithDescriptors(libc, descriptorOf(client), Buffer.from('hello'), files));
    const received = receiveWithDescriptors(libc, descriptorOf(accepted), 64);
    assert.equal(received?.bytes.toString(), 'hello');
    assert.deepEqual(
      received.descriptors.map((fd) => readFileSync(fd, 'utf8')),
      ['one', 'two', 'three'],
    );
    assert.equal(new Set([...files, ...received.descriptors]).size, 6, 'they are others, of the same files');
    for (const fd of [...files, ...received.descriptors]) libc.close(fd);
    assert.ok(sendWithDescriptors(libc, descriptorOf(client), Buffer.from('alone'), []));
    assert.deepEqual(receiveWithDescriptors(libc, descriptorOf(accepted), 64), {
      bytes: Buffer.from('alone'),
      descriptors: [],
    });
    client.destroy();
    accepted.destroy();
    server.close();
  },
);
