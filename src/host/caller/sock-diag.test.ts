import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, test } from 'node:test';
import { parseAddress } from '#model';
import { loadLibc } from '../libc.ts';
import { ProcessFiles } from './process-files.ts';
import { askSocketOwner, socketOwner, socketQuery } from './sock-diag.ts';
import type { ConnectionEnds } from './sock-diag.ts';
import { findInTcpTable } from './tcp-table.ts';

const libc = loadLibc();
const skip = typeof libc === 'string' ? libc : false;
const servers: Server[] = [];
const clients: Socket[] = [];

after(() => {
  for (const client of clients) client.destroy();
  for (const server of servers) server.close();
});

async function open(host: string): Promise<ConnectionEnds> {
  const server = createServer((socket) => socket.on('error', () => {})).listen(0, host);
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ host, port });
  clients.push(client);
  await once(client, 'connect');
  const address = parseAddress(host) ?? 0;
  return { peer: address, peerPort: client.localPort ?? 0, local: address, localPort: port };
}

/** The sockets of this process. */
const ownSocket = (inode: number): boolean => new ProcessFiles().hasSocket(process.pid, inode);

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
for (const host of hasIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1']) {
  test(`the kernel names the client's socket over ${host}`, { skip }, async () => {
    if (typeof libc === 'string') return;
    const ends = await open(host);
    const owner = askSocketOwner(libc, ends);
    assert.equal(owner?.uid, process.getuid?.());
    assert.ok(ownSocket(owner?.inode ?? 0));
    assert.equal(ownSocket((owner?.inode ?? 0) + 1_000_000_000), false);
  });

  test(`the table of connections names the same over ${host}`, { skip }, async () => {
    if (typeof libc === 'string') return;
    const ends = await open(host);
    const owners = new ProcessFiles().tcpTables('self').map((table) => findInTcpTable(table, ends));
    assert.deepEqual(
      owners.find((owner) => owner !== undefined),
      askSocketOwner(libc, ends),
    );
  });
}

test('of a connection there is not, nobody has it, even where somebody listens', { skip }, async () => {
  if (typeof libc === 'string') return;
  const ends = await open('127.0.0.1');
  assert.equal(askSocketOwner(libc, { ...ends, localPort: 1 }), undefined);
  assert.equal(askSocketOwner(libc, { ...ends, peerPort: ends.localPort }), undefined);
  const tables = new ProcessFiles().tcpTables('self');
  assert.ok(tables.every((table) => findInTcpTable(table, { ...ends, peerPort: ends.localPort }) === undefined));
});

test('an answer that is short, an error or about another socket is none', () => {
  const ends = { peer: 0x7f000001, peerPort: 50_000, local: 0x7f000001, localPort: 80 };
  const query = socketQuery(ends);
  const answer = Buffer.alloc(92);
  answer.writeUInt16LE(20, 4);
  answer[17] = 1;
  query.copy(answer, 20, 24, 28);
  answer.writeUInt32LE(1000, 80);
  answer.writeUInt32LE(77, 84);
  assert.deepEqual(socketOwner(query, answer, 92), { inode: 77, uid: 1000 });
  assert.equal(socketOwner(query, answer, 60), undefined);
  assert.equal(socketOwner(query, answer, -1), undefined);
  for (const [at, value] of [
    [4, 2],
    [17, 10],
    [20, 9],
    [84, 0],
  ] as const) {
    const other = Buffer.from(answer);
    other[at] = value;
    assert.equal(socketOwner(query, other, 92), undefined, `${at}`);
  }
});
