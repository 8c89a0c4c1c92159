import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { realPlatform } from '#host';
import { parseAccountId } from '#model';
import type { Finding, InstanceDeclaration } from '#model';
import { openMemoryRegistry } from '#registry';
import type { Registry } from '#registry';
import { ACCOUNT, anInstance, REGION } from '../../an-api.test-support.ts';
import { aCall, aProcess, aRequest } from '../../an-observation.test-support.ts';
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

/** An instance of another account that was declared with a public address. */
function stranger(publicIpv4: string): InstanceDeclaration {
  const account = parseAccountId('999999999999');
  assert.ok(account.ok);
  const networkInterfaces = [{ privateIpv4s: ['192.168.7.7'], publicAddresses: [{ publicIpv4 }] }];
  return anInstance('stranger', { accountId: account.value, networkInterfaces });
}

test('credentials that are used from the address of an instance somebody declared are used inside', async (t) => {
  const { keeper, registry, findings } = await kept(t);
  keeper.called(aCall('198.51.100.7', INSTANCE));
  await keeper.settled();
  assert.match(findings()[0]?.type ?? '', /OutsideAWS$/);
  const other = stranger('198.51.100.7');
  await registry.commit([entityWrite('instance', other)]);
  keeper.called(aCall('198.51.100.7', INSTANCE));
  await keeper.settled();
  const inside = findings().find(({ type }) => type.endsWith('InsideAWS'));
  assert.deepEqual(inside?.evidence.call?.holder, {
    instanceId: other.id,
    accountId: '999999999999',
    affiliated: false,
  });
  assert.deepEqual([inside?.severity, inside?.evidence.call?.errorCode], [8, 'AccessDenied']);
});

test('of accounts in one organization that is less severe', async (t) => {
  const { keeper, registry, findings } = await kept(t);
  const member = (id: string) =>
    ({
      id,
      name: id,
      email: `${id}@example`,
      parentId: 'r',
      status: 'ACTIVE',
      joinedMethod: 'INVITED',
      joinedAtMs: 0,
    }) as const;
  const organization = {
    id: 'o-1',
    rootId: 'r',
    managementAccountId: '111111111111',
    featureSet: 'ALL',
    enabledPolicyTypes: [],
    units: [],
    accounts: [member(ACCOUNT), member('999999999999')],
    attachments: {},
  } as const;
  await registry.commit([entityWrite('organization', organization), entityWrite('instance', stranger('198.51.100.7'))]);
  keeper.called(aCall('198.51.100.7', INSTANCE));
  await keeper.settled();
  assert.deepEqual(
    findings().map(({ severity, evidence }) => [severity, evidence.call?.holder?.affiliated]),
    [[5, true]],
  );
});

test('one finding stands for all addresses, and names the latest sixteen', async (t) => {
  const { keeper, findings } = await kept(t);
  for (let host = 1; host <= 20; host++) keeper.called(aCall(`198.51.100.${host}`, INSTANCE));
  await keeper.settled();
  const [finding, ...others] = findings();
  assert.deepEqual([finding?.count, others.length], [20, 0]);
  assert.equal(finding?.evidence.remoteAddresses?.length, 16);
  assert.equal(finding?.evidence.remoteAddresses?.[0], '198.51.100.20');
});
