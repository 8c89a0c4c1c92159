import assert from 'node:assert/strict';
import { test } from 'node:test';
import { err, ok } from '#base';
import type { DataPlane, ListenAddress } from '#data-plane';
import { parseAddress } from '#model';
import type { AddressKey } from '#model';
import { listen } from './listen.ts';
import { destinationHosts, DESTINATIONS_MAX } from './wanted-listeners.ts';

/** Stands where the data plane's `listen` would: the ports in `taken` are in use. */
function ports(taken: readonly number[]): { plane: Pick<DataPlane, 'listen'>; asked: string[] } {
  const asked: string[] = [];
  let free = 50_000;
  const answer = (address: ListenAddress): ReturnType<DataPlane['listen']> => {
    if (!('host' in address)) throw new Error('not an IP address');
    const { host, port } = address;
    asked.push(`${host}:${port}`);
    const close = (): Promise<void> => Promise.resolve(void asked.push(`${host} closed`));
    return Promise.resolve(
      taken.includes(port)
        ? err({ kind: 'in-use', message: `${host} port ${port} is in use` })
        : ok({ port: port === 0 ? ++free : port, isCurrent: () => true, close }),
    );
  };
  return { plane: { listen: answer }, asked };
}

test('the next free port is taken where none was asked for', async () => {
  const { plane, asked } = ports([1338, 1339]);
  const opened = await listen(plane, { hosts: ['127.0.0.1', '::1'], port: 1338, portIsExplicit: false });
  assert.ok(opened.ok);
  assert.equal(opened.value.port, 1340);
  assert.deepEqual([...opened.value.listeners.keys()], ['127.0.0.1', '::1']);
  assert.deepEqual(asked, ['127.0.0.1:1338', '127.0.0.1:1339', '127.0.0.1:1340', '::1:1340']);
});

test('a port that was asked for is taken or nothing, and the remedy is told', async () => {
  const { plane } = ports([1338]);
  const failed = await listen(plane, { hosts: ['127.0.0.1'], port: 1338, portIsExplicit: true });
  assert.ok(!failed.ok);
  assert.match(
    failed.error.message,
    /127\.0\.0\.1 port 1338 is in use\. Stop what listens there, or give another --port/,
  );
  assert.equal(failed.error.exitCode, 1);
});

test('a free port that is taken on another address is given up for another', async () => {
  const { plane, asked } = ports([50_001]);
  const port = await listen(plane, { hosts: ['127.0.0.1', '127.0.0.2'], port: 0, portIsExplicit: true });
  assert.equal(port.ok && port.value.port, 50_002);
  assert.deepEqual(asked, ['127.0.0.1:0', '127.0.0.2:50001', '127.0.0.1 closed', '127.0.0.1:0', '127.0.0.2:50002']);
});

/** Stands where the replica would: what of `addresses` is wanted. */
function attachedTo(addresses: readonly string[]): Parameters<typeof destinationHosts>[1] {
  return {
    destinations: (_, wanted = () => true) =>
      addresses.filter((address) => wanted(parseAddress(address) as AddressKey)),
  };
}

test('only destinations that no address covers are listened on', () => {
  assert.deepEqual(
    destinationHosts(['127.0.0.1'], attachedTo(['127.0.0.1', '127.0.0.5', '::1'])),
    ok(['127.0.0.5', '::1']),
  );
  assert.deepEqual(destinationHosts(['0.0.0.0'], attachedTo(['127.0.0.5', '::1'])), ok(['::1']));
  assert.deepEqual(destinationHosts(['::'], attachedTo(['127.0.0.5', '::1'])), ok([]));
});

test('more destinations than are worth a socket each need a wildcard', () => {
  const many = Array.from({ length: DESTINATIONS_MAX + 1 }, (_, index) => `127.0.${index >> 8}.${index & 255}`);
  const refused = destinationHosts(['192.0.2.1'], attachedTo(many));
  assert.ok(!refused.ok);
  assert.match(refused.error, /--host 0\.0\.0\.0/);
});
