import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import type { EC2Client, Instance } from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import type { InstanceDeclaration } from '#model';
import { anApi, anInstance } from '../an-api.test-support.ts';
import { entityWrite } from '../index.ts';
import { SHOWN_KEPT_MAX } from './shown-instance.ts';

/** What comes in between two pages. */
type Between =
  | { readonly kind: 'launch'; readonly count: number }
  | { readonly kind: 'change' | 'terminate' | 'forget'; readonly which: number };

const between: fc.Arbitrary<Between> = fc.oneof(
  fc.record({ kind: fc.constant('launch' as const), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constantFrom('change', 'terminate', 'forget'), which: fc.nat() }),
);

async function aPage(
  ec2: EC2Client,
  NextToken: string | undefined,
): Promise<{ readonly instances: readonly Instance[]; readonly next: string | undefined }> {
  const only = { Filters: [{ Name: 'tag:walk', Values: ['yes'] }] };
  const page = await ec2.send(new DescribeInstancesCommand({ MaxResults: 5, NextToken, ...only }));
  return { instances: (page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances), next: page.NextToken };
}

test('whatever comes and goes between pages, none is listed twice and none that stayed is missing', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  let made = 0;
  const walk = async (first: number, steps: readonly (readonly Between[])[]): Promise<void> => {
    const present = new Map<string, InstanceDeclaration>();
    const put = async (instance: InstanceDeclaration): Promise<void> => {
      present.set(instance.id, instance);
      await on.put('instance', instance);
    };
    const launch = async (count: number): Promise<void> => {
      // Those that are not asked for are in between.
      for (let number = 0; number < count; number++) {
        await put(anInstance(`walk${made}`, { tags: { walk: made++ % 3 === 0 ? 'no' : 'yes' } }));
      }
    };
    const forget = async (id: string): Promise<void> => {
      present.delete(id);
      const committed = await on.registry.commit([{ kind: 'instance', id, body: undefined }]);
      assert.ok(committed.ok);
    };
    await launch(first);
    const stayed = new Set([...present.values()].filter(({ tags }) => tags?.['walk'] === 'yes').map(({ id }) => id));
    const listed: string[] = [];
    let token: string | undefined;
    for (let turn = 0; ; turn++) {
      const { instances, next } = await aPage(ec2, token);
      listed.push(...instances.map(({ InstanceId = '' }) => InstanceId));
      token = next;
      if (token === undefined) break;
      assert.equal(instances.length, 5);
      for (const step of steps[turn] ?? []) {
        if (step.kind === 'launch') await launch(step.count);
        else {
          const instance = [...present.values()][step.which % Math.max(1, present.size)];
          if (instance === undefined) continue;
          if (step.kind === 'change') await put({ ...instance, monitoring: 'enabled' });
          if (step.kind === 'terminate') await put({ ...instance, state: 'terminated', revisedAtMs: on.nowMs() });
          if (step.kind === 'forget') {
            stayed.delete(instance.id);
            await forget(instance.id);
          }
        }
      }
    }
    assert.equal(new Set(listed).size, listed.length, 'listed twice');
    for (const id of stayed) assert.ok(listed.includes(id), 'missing');
    for (const id of present.keys()) await forget(id);
  };
  const steps = fc.array(fc.array(between, { maxLength: 4 }), { maxLength: 6 });
  await fc.assert(fc.asyncProperty(fc.nat({ max: 30 }), steps, walk), { numRuns: 25 });
});

test('an instance looks the same among few, among very many, and when it is asked for by its id', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const all = Array.from({ length: SHOWN_KEPT_MAX + 1 }, (_, number) =>
    anInstance(`many${number}`, { state: 'stopped' }),
  );
  const first = async (): Promise<Instance | undefined> => {
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ MaxResults: 5 }));
    return Reservations[0]?.Instances?.[0];
  };
  for (let at = 0; at < all.length; at += 500) {
    const writes = all.slice(at, at + 500).map((instance) => entityWrite('instance', instance));
    assert.ok((await on.registry.commit(writes)).ok);
    if (at === 0) assert.equal((await first())?.InstanceId, all[0]?.id);
  }
  const amongMany = await first();
  const InstanceIds = [all[0]?.id ?? ''];
  const { Reservations: [alone] = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds }));
  assert.deepEqual(amongMany, alone?.Instances?.[0]);
  await on.put('instance', { ...anInstance('many0'), tags: { Name: 'again' } });
  assert.deepEqual((await first())?.Tags, [{ Key: 'Name', Value: 'again' }]);
});

test('instances launched together are one reservation on a page of thousands too', async (t) => {
  const on = await anApi(t);
  const { ec2 } = on.clients();
  const all = Array.from({ length: 1001 }, (_, number) => anInstance(`one${number}`, { reservationId: 'r-0abc' }));
  for (let at = 0; at < all.length; at += 500) {
    const writes = all.slice(at, at + 500).map((instance) => entityWrite('instance', instance));
    assert.ok((await on.registry.commit(writes)).ok);
  }
  const pages = [];
  let NextToken: string | undefined;
  do {
    const page = await ec2.send(new DescribeInstancesCommand({ NextToken }));
    pages.push(page.Reservations ?? []);
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  assert.deepEqual(
    pages.map((reservations) =>
      reservations.map(({ ReservationId, Instances = [] }) => [ReservationId, Instances.length]),
    ),
    [[['r-0abc', 1000]], [['r-0abc', 1]]],
  );
});
