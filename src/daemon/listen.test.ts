import assert from 'node:assert/strict';
import { test } from 'node:test';
import { err, ok } from '#base';
import type { DataPlane, ListenAddress } from '#data-plane';
import { destinationHosts, DESTINATIONS_MAX, listen } from './listen.ts';

/** Stands where the data plane's `listen` would: the ports in `taken` are in use. */
function ports(taken: readonly number[]): { plane: Pick<DataPlane, 'listen'>; asked: string[] } {
  const asked: string[] = [];
  let free = 50_000;
  const answer = ({ host, port }: ListenAddress): ReturnType<DataPlane['listen']> => {
    asked.push(`${host}:${port}`);
    return Promise.resolve(
      taken.includes(port)
        ? err({ kind: 'in-use', message: `${host} port ${port} is in use` })
        : ok({ port: port === 0 ? ++free : port }),
    );
  };
  return { plane: { listen: answer }, asked };
}

test('the next free port is taken where none was asked for', async () => {
  const { plane, asked } = ports([1338, 1339]);
  assert.deepEqual(await listen(plane, { hosts: ['127.0.0.1', '::1'], port: 1338, portIsExplicit: false }), ok(1340));
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
  assert.deepEqual(port, ok(50_002));
  assert.equal(asked.length, 4);
});

test('only destinations that no address covers are listened on', () => {
  assert.deepEqual(destinationHosts(['127.0.0.1'], ['127.0.0.1', '127.0.0.5', '::1']), ok(['127.0.0.5', '::1']));
  assert.deepEqual(destinationHosts(['0.0.0.0'], ['127.0.0.5', '::1']), ok(['::1']));
  assert.deepEqual(destinationHosts(['::'], ['127.0.0.5', '::1']), ok([]));
});

test('more destinations than are worth a socket each need a wildcard', () => {
  const many = Array.from({ length: DESTINATIONS_MAX + 1 }, (_, index) => `127.0.${index >> 8}.${index & 255}`);
  const refused = destinationHosts(['192.0.2.1'], many);
  assert.ok(!refused.ok && refused.error.exitCode === 2);
  assert.match(refused.error.message, /--host 0\.0\.0\.0/);
});
