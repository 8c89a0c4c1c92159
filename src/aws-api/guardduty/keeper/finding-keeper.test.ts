import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { realPlatform } from '#host';
import type { Finding } from '#model';
import { openMemoryRegistry } from '#registry';
import type { Registry } from '#registry';
import { ACCOUNT, anInstance, REGION } from '../../an-api.test-support.ts';
import { aProcess, aRequest } from '../../an-observation.test-support.ts';
import { entityWrite } from '../../inventory/entities.ts';
import { Inventory } from '../../inventory/inventory.ts';
import { FindingKeeper } from './finding-keeper.ts';

const DAY_MS = 86_400_000;
const START_MS = 1_700_000_000_000;
const INSTANCE = anInstance('kept');

interface Kept {
  readonly keeper: FindingKeeper;
  readonly told: [string, number][];
  readonly registry: Registry;
  readonly inventory: Inventory;
  at(ms: number): void;
  findings(): readonly Finding[];
}

async function kept(t: TestContext, registry: Registry = openMemoryRegistry()): Promise<Kept> {
  let nowMs = START_MS;
  await registry.commit([entityWrite('instance', INSTANCE)]);
  const inventory = await Inventory.open(registry);
  const told: Kept['told'] = [];
  const keeper = new FindingKeeper({
    inventory,
    platform: { ...realPlatform(), clock: { now: () => nowMs } },
    accountId: ACCOUNT,
    region: REGION,
    settings: () => ({ quietMs: DAY_MS, trusted: [] }),
    upToDate: () => Promise.resolve(),
    told: ({ count }, change) => void told.push([change, count]),
    unexpected: (error) => assert.fail(String(error)),
  });
  t.after(async () => {
    await keeper.close();
    await inventory.close();
  });
  return {
    keeper,
    told,
    registry,
    inventory,
    at: (ms) => void (nowMs = ms),
    findings: () => inventory.all('finding').map(({ entity }) => entity),
  };
}

function use(timeMs: number, executable = '/usr/bin/curl') {
  const process = aProcess({ executable });
  return { events: [aRequest({ timeMs, instanceId: INSTANCE.id, process })], counts: [] };
}

test('a finding is opened, updated, resolved and opened again by the clock, and told of each time', async (t) => {
  const { keeper, told, at, findings } = await kept(t);
  keeper.observe(use(START_MS));
  await keeper.sweep();
  at(START_MS + 7 * 3_600_000);
  keeper.observe(use(START_MS + 7 * 3_600_000));
  await keeper.sweep();
  at(START_MS + 7 * 3_600_000 + DAY_MS);
  await keeper.sweep();
  await keeper.sweep();
  assert.equal(findings()[0]?.resolvedAtMs, START_MS + 7 * 3_600_000 + DAY_MS);
  at(START_MS + 3 * DAY_MS);
  keeper.observe(use(START_MS + 3 * DAY_MS));
  await keeper.sweep();
  assert.deepEqual(told, [
    ['opened', 1],
    ['updated', 2],
    ['resolved', 2],
    ['reopened', 3],
  ]);
  assert.deepEqual([findings().length, findings()[0]?.regressions, findings()[0]?.resolvedAtMs], [1, 1, undefined]);
});

test('a thousand requests are one write', async (t) => {
  const { keeper, registry, findings } = await kept(t);
  for (let second = 0; second < 1000; second++) keeper.observe(use(START_MS + second * 1000));
  const before = (await registry.read(0)).at(-1)?.revision ?? 0;
  await keeper.settled();
  assert.equal(findings()[0]?.count, 1000);
  assert.equal((await registry.read(0)).at(-1)?.revision, before + 1);
});

test('two keepers of one registry count into one finding', async (t) => {
  const one = await kept(t);
  const other = await kept(t, one.registry);
  for (let second = 0; second < 10; second++) {
    one.keeper.observe(use(START_MS + second));
    other.keeper.observe(use(START_MS + second));
    await Promise.all([one.keeper.settled(), other.keeper.settled()]);
  }
  assert.deepEqual(
    one.findings().map(({ count }) => count),
    [20],
  );
  assert.deepEqual(
    [...one.told, ...other.told].map(([change]) => change),
    ['opened'],
  );
});

test('findings go after 90 days, and with their detector', async (t) => {
  const { keeper, at, findings, registry } = await kept(t);
  keeper.observe(use(START_MS));
  await keeper.sweep();
  at(START_MS + 60 * DAY_MS);
  keeper.observe(use(START_MS + 60 * DAY_MS, '/usr/bin/wget'));
  await keeper.sweep();
  assert.equal(findings().length, 2);
  at(START_MS + 92 * DAY_MS);
  await keeper.sweep();
  assert.equal(findings().length, 1);
  const deleted = { id: 'd', accountId: ACCOUNT, region: REGION, status: 'deleted', publishing: 'ONE_HOUR' } as const;
  const write = entityWrite('detector', { ...deleted, createdAtMs: 1, updatedAtMs: 1, tags: {} });
  assert.ok((await registry.commit([write])).ok);
  await keeper.sweep();
  assert.equal(findings().length, 0);
});
