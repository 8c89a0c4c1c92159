import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MetadataService } from '@aws-sdk/ec2-metadata-service';
import { anInstance, startImds } from './index.ts';
import type { Imds } from './index.ts';

async function tokenOf(imds: Imds, ttlSeconds: number): Promise<Record<string, string>> {
  const answer = await fetch(`${imds.url}/latest/api/token`, {
    method: 'PUT',
    headers: { 'x-aws-ec2-metadata-token-ttl-seconds': String(ttlSeconds) },
  });
  return { 'x-aws-ec2-metadata-token': await answer.text() };
}

const get = (imds: Imds, path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${imds.url}/latest/meta-data/${path}`, { headers });

test('an SDK reads what a test has said, and what it says later', async () => {
  await using imds = await startImds({ instances: [anInstance({ tags: { Name: 'web' } })] });
  const service = new MetadataService({ endpoint: imds.url });
  assert.equal(await service.request('/latest/meta-data/instance-id', {}), imds.instance().id);
  await imds.instance().update({ metadataOptions: { instanceMetadataTags: 'enabled' } });
  assert.equal(await service.request('/latest/meta-data/tags/instance/Name', {}), 'web');
  await imds.reset();
  await assert.rejects(service.request('/latest/meta-data/tags/instance/Name', {}));
});

test('time goes on when it is turned, for tokens and credentials alike', async () => {
  await using imds = await startImds({ startTime: new Date('2030-01-01T00:00:00Z') });
  const token = await tokenOf(imds, 60);
  assert.equal((await get(imds, 'instance-id', token)).headers.get('x-aws-ec2-metadata-token-ttl-seconds'), '60');
  await imds.clock.advance(59_999);
  assert.equal((await get(imds, 'instance-id', token)).status, 200);
  await imds.clock.advance(1);
  assert.equal((await get(imds, 'instance-id', token)).status, 401);
  const keyAt = async (): Promise<string> => {
    const answer = await get(imds, 'iam/security-credentials/test-role', await tokenOf(imds, 60));
    return ((await answer.json()) as { AccessKeyId: string }).AccessKeyId;
  };
  const first = await keyAt();
  await imds.clock.advanceTo(new Date('2030-01-01T12:00:00Z'));
  assert.notEqual(await keyAt(), first);
  await assert.rejects(imds.clock.advance(-1), RangeError);
});

test('two at once know nothing of each other', async () => {
  const [a, b] = await Promise.all([
    startImds({ instances: [anInstance()] }),
    startImds({ instances: [anInstance()] }),
  ]);
  await using _a = a;
  await using _b = b;
  assert.notEqual(a.url, b.url);
  assert.notEqual(a.instance().id, b.instance().id);
  const token = await tokenOf(a, 60);
  assert.equal((await get(a, 'instance-id', token)).status, 200);
  assert.equal((await get(b, 'instance-id', token)).status, 401);
});

test('what is wrong is told, and changes nothing', async () => {
  await assert.rejects(startImds({ instances: [{ id: 'i-0' }] }), /expected an instance id/);
  await using imds = await startImds();
  await assert.rejects(imds.instance().update({ instanceType: 'large' }), /expected an instance type/);
  assert.throws(() => imds.instance('i-0123456789abcdef9'), /there is no instance i-0123456789abcdef9/);
  assert.equal((await get(imds, 'instance-type', await tokenOf(imds, 60))).status, 200);
});
