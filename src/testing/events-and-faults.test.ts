import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { read } from './read.test-support.ts';
import { anInstance, aSpotInstance, startImds } from './index.ts';

const MINUTE_MS = 60_000;

suite('events', () => {
  test('a Spot Instance is noticed, and gone when the clock has been turned', async () => {
    await using imds = await startImds({ instances: [aSpotInstance()], startTime: new Date('2030-01-01T00:00:00Z') });
    assert.equal(await read(imds, 'spot/instance-action'), undefined);
    const event = await imds.instance().interruptSpot({ in: '1m', rebalanceBefore: '30s' });
    await imds.clock.advance(MINUTE_MS);
    assert.match((await read(imds, 'events/recommendations/rebalance')) ?? '', /2030-01-01T00:01:00Z/);
    await imds.clock.advance(30_000);
    const notice = JSON.parse((await read(imds, 'spot/instance-action')) ?? '') as unknown;
    assert.deepEqual(notice, { action: 'terminate', time: '2030-01-01T00:03:30Z' });
    await imds.clock.advance(2 * MINUTE_MS + 5000);
    assert.equal(event.view().state, 'completed');
    await assert.rejects(read(imds, 'instance-id'), 'nobody is there any more');
  });

  test('each shows what it says, and can be taken back', async () => {
    await using imds = await startImds({ instances: [aSpotInstance({ iamInstanceProfile: 'r' })], roles: { r: {} } });
    const on = imds.instance();
    const event = await on.recommendRebalance();
    assert.match((await read(imds, 'events/recommendations/rebalance')) ?? '', /noticeTime/);
    await event.cancel();
    assert.equal(await read(imds, 'events/recommendations/rebalance'), undefined);
    await on.scheduleMaintenance({ code: 'system-reboot', notBefore: '10m' });
    assert.match((await read(imds, 'events/maintenance/scheduled')) ?? '', /"system-reboot"/);
    await on.setLifecycleState('Terminated', { in: '10s' });
    await imds.clock.advance(10_000);
    assert.equal(await read(imds, 'autoscaling/target-lifecycle-state'), 'Terminated');
    await on.setInstanceAction('shutdown');
    assert.equal(await read(imds, 'instance-action'), 'shutdown');
    const before = await read(imds, 'iam/security-credentials/r');
    await imds.clock.advance(1000);
    await on.rotateCredentials();
    assert.notEqual(await read(imds, 'iam/security-credentials/r'), before);
  });

  test('those that cannot be are refused with the reason', async () => {
    await using imds = await startImds({ instances: [anInstance()] });
    await assert.rejects(imds.instance().interruptSpot(), /Spot/);
    await assert.rejects(imds.fire({ tags: { Name: 'nobody' }, rebalanceRecommendation: true }), /no instance matches/);
    await imds.instance().interruptSpot({ anyLifeCycle: true });
    assert.ok(await read(imds, 'spot/instance-action'));
  });
});

suite('faults', () => {
  test('hit what they select, are counted, and end', async () => {
    await using imds = await startImds();
    const outage = await imds.fault({ status: 503, paths: ['meta-data/instance-id'], count: 2 });
    await assert.rejects(read(imds, 'instance-id'));
    assert.equal(outage.hits(), 1);
    assert.ok(await read(imds, 'instance-type'));
    await outage.remove();
    await outage.remove();
    assert.ok(await read(imds, 'instance-id'));
    assert.deepEqual([outage.hits(), outage.matched()], [1, 1]);
  });

  test('last as long as the clock that is turned says', async () => {
    await using imds = await startImds();
    await using outage = await imds.instance().fault({ preset: 'outage', for: '30s' });
    await assert.rejects(read(imds, 'instance-id'));
    await imds.clock.advance(30_000);
    assert.ok(await read(imds, 'instance-id'));
    assert.ok(outage.hits() > 0);
  });

  test('that say nothing sensible are refused with all that is wrong', async () => {
    await using imds = await startImds();
    await assert.rejects(imds.fault({}), /says nothing to do/);
    await assert.rejects(imds.fault({ status: 42, share: 7 }), /status.*share/);
    await imds.fault({ id: 'one', preset: 'slow' });
    await assert.rejects(imds.fault({ id: 'one', preset: 'slow' }), /there is a fault "one" already/);
  });
});
