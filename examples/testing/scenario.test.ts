// A whole course of events from a script: what an application sees of a slow and then broken service, in no time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MetadataService } from '@aws-sdk/ec2-metadata-service';
import { startImds } from 'openimds/testing';
import type { Imds, ScenarioDeclaration } from 'openimds/testing';

/** What is tested: it goes on with what it knew when metadata cannot be read. */
class Placement {
  zone = 'unknown';
  readonly #metadata: MetadataService;

  constructor({ url }: Imds) {
    this.#metadata = new MetadataService({ endpoint: url });
  }

  async look(): Promise<void> {
    const path = '/latest/meta-data/placement/availability-zone';
    this.zone = await this.#metadata.request(path, {}).catch(() => this.zone);
  }
}

const A_BAD_MINUTE: ScenarioDeclaration = {
  name: 'A bad minute',
  steps: [
    { traffic: { name: 'others', every: '2s', for: '60s', only: [200, 503, 'timeout'], some: [200, 503, 'timeout'] } },
    { at: '10s', fault: { id: 'slow', latency: '5s', for: '10s', methods: ['GET'] } },
    { at: '30s', fault: { id: 'broken', status: 503, for: '10s' } },
    { at: '50s', expect: { path: 'meta-data/placement/availability-zone', body: '^us-east-1' } },
  ],
};

test('an application goes on with what it knew, as the test turns the clock', async () => {
  await using imds = await startImds();
  const placement = new Placement(imds);
  const played = imds.play(A_BAD_MINUTE);
  await placement.look();
  const { zone } = placement;
  assert.match(zone, /^us-east-1/);
  await imds.clock.advance(35_000);
  await placement.look();
  assert.equal(placement.zone, zone);
  await imds.clock.advance(30_000);
  const { counts } = await played;
  assert.equal(counts['others']?.[503], 5);
});

test('a ready scenario, by itself', async () => {
  await using imds = await startImds();
  const { counts } = await imds.play('imds-outage-at-boot', { virtual: true });
  assert.deepEqual(counts['boots'], { booted: 20 });
});
