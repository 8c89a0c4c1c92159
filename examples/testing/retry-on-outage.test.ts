// A client that is to survive an outage of the metadata service, and to give up on one that does not end.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { startImds } from 'openimds/testing';
import type { Imds } from 'openimds/testing';

const ATTEMPTS = 4;

/** What is tested. It waits between attempts as it is told: a test has no time to lose. */
async function region({ url }: Imds, wait: (attempt: number) => Promise<void>): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const answer = await readRegion(url);
    if (answer.status === 200) return answer.text();
    if (answer.status < 500 || attempt === ATTEMPTS) throw new Error(`no Region: ${answer.status}`);
    await wait(attempt);
  }
}

async function readRegion(url: string): Promise<Response> {
  const headers = { 'X-aws-ec2-metadata-token-ttl-seconds': '60' };
  const token = await fetch(`${url}/latest/api/token`, { method: 'PUT', headers });
  if (token.status !== 200) return token;
  return fetch(`${url}/latest/meta-data/placement/region`, {
    headers: { 'X-aws-ec2-metadata-token': await token.text() },
  });
}

suite('a client with retries', () => {
  test('survives a service that starts late', async () => {
    await using imds = await startImds();
    const outage = await imds.fault({ preset: 'outage' });
    const found = await region(imds, async (attempt) => {
      if (attempt === 2) await outage.remove();
    });
    assert.equal(found, imds.api.region);
    assert.equal(outage.hits(), 2);
  });

  test('survives an outage of five seconds, which the clock ends', async () => {
    await using imds = await startImds();
    await using outage = await imds.fault({ preset: 'outage', for: '5s' });
    assert.equal(await region(imds, () => imds.clock.advance(2000)), imds.api.region);
    assert.equal(outage.hits(), 3);
  });

  test('gives up on one that does not end, and has not hammered it', async () => {
    await using imds = await startImds();
    await imds.fault({ preset: 'outage' });
    await assert.rejects(
      region(imds, () => Promise.resolve()),
      /no Region: 503/,
    );
    assert.equal((await imds.requests()).length, ATTEMPTS);
  });

  test('does not ask again where it is refused', async () => {
    await using imds = await startImds();
    await imds.instance().update({ metadataOptions: { httpEndpoint: 'disabled' } });
    await assert.rejects(
      region(imds, () => assert.fail('it asked again')),
      /no Region: 403/,
    );
  });
});
