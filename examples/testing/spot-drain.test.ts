// A handler that drains its node when EC2 is about to take the instance back. Two minutes pass in no time.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { MetadataService } from '@aws-sdk/ec2-metadata-service';
import { aSpotInstance, startImds } from 'openimds/testing';
import type { Imds } from 'openimds/testing';

/** What is tested: it looks once, and drains when there is a notice; EC2 advises to look every five seconds. */
class DrainHandler {
  readonly drainedBy: string[] = [];
  readonly #metadata: MetadataService;

  constructor({ url }: Imds) {
    this.#metadata = new MetadataService({ endpoint: url });
  }

  async look(): Promise<void> {
    const notice = await this.#metadata.request('/latest/meta-data/spot/instance-action', {}).catch(noneYet);
    if (notice === undefined || this.drainedBy.length > 0) return;
    const { action, time } = JSON.parse(notice) as { action: string; time: string };
    this.drainedBy.push(`${action} at ${time}`);
  }
}

function noneYet(error: unknown): undefined {
  if (error instanceof Error && error.message.includes('404')) return undefined;
  throw error;
}

suite('the drain handler', () => {
  test('drains once, as soon as it sees the notice', async () => {
    await using imds = await startImds({ instances: [aSpotInstance()], startTime: new Date('2030-01-01T12:00:00Z') });
    const handler = new DrainHandler(imds);
    await handler.look();
    assert.deepEqual(handler.drainedBy, []);
    await imds.instance().interruptSpot({ in: '10s' });
    for (let second = 0; second < 120; second += 5) {
      await handler.look();
      await imds.clock.advance(5000);
    }
    assert.deepEqual(handler.drainedBy, ['terminate at 2030-01-01T12:02:10Z']);
  });

  test('does not drain for advice to rebalance', async () => {
    await using imds = await startImds({ instances: [aSpotInstance()] });
    const handler = new DrainHandler(imds);
    await imds.instance().recommendRebalance();
    await handler.look();
    assert.deepEqual(handler.drainedBy, []);
  });

  test('stays when the interruption is canceled', async () => {
    await using imds = await startImds({ instances: [aSpotInstance()] });
    const handler = new DrainHandler(imds);
    const interruption = await imds.instance().interruptSpot({ in: '1m' });
    await interruption.cancel();
    await imds.clock.advance(300_000);
    await handler.look();
    assert.deepEqual(handler.drainedBy, []);
  });
});
