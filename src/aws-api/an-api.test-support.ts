import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { EC2Client } from '@aws-sdk/client-ec2';
import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import { ok } from '#base';
import { localIssuer } from '#credentials';
import type { SessionKeys } from '#credentials';
import { realPlatform } from '#host';
import { BUILT_IN_METADATA_OPTIONS, completeInstance, deriveInstanceId, parseAccountId } from '#model';
import type { FindingChange } from '#findings';
import type { ApiEvent, Finding, InstanceDeclaration, Observation, RoleDelivery } from '#model';
import { openMemoryRegistry } from '#registry';
import { EPHEMERAL_RETENTION, openMemoryStore, Telemetry } from '#telemetry';
import type { Registry } from '#registry';
import { declaredInstanceProfile, declaredRole, entityWrite, rootAccessKey, startApi } from './index.ts';
import type { Api, Entities, EntityKind } from './index.ts';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';
const account = parseAccountId(ACCOUNT);

/** Keys as an SDK takes them. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** An API over a registry of its own, with all that tests look at. */
export interface AnApi {
  readonly api: Api;
  readonly registry: Registry;
  readonly root: Keys;
  readonly events: ApiEvent[];
  readonly failures: unknown[];
  /** What somebody was told of findings. */
  readonly told: { readonly finding: Finding; readonly change: FindingChange }[];
  /** Tells of metadata requests, as data planes do. */
  observe(observation: Pick<Observation, 'events' | 'counts'>): void;
  readonly sessionKeys: SessionKeys;
  readonly nowMs: () => number;
  /** Turns the clock. */
  turn(byMs: number): void;
  readonly telemetry: Telemetry;
  /** What alarms did: the action, and what was told. */
  readonly alarmActions: (readonly [string, object])[];
  /** What the data plane has acknowledged. */
  applied: number;
  put<Kind extends EntityKind>(kind: Kind, entity: Entities[Kind]): Promise<void>;
  clients(keys?: Keys, region?: string): Clients;
}

/** SDK clients for one set of keys. */
interface Clients {
  readonly ec2: EC2Client;
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly cloudtrail: CloudTrailClient;
  readonly cloudwatch: CloudWatchClient;
  readonly config: ConfigServiceClient;
  readonly guardduty: GuardDutyClient;
  readonly organizations: OrganizationsClient;
}

/** Starts an API on a free port for one test; nothing unexpected may have happened in it. */
export async function anApi(t: TestContext, registry: Registry = openMemoryRegistry()): Promise<AnApi> {
  const real = realPlatform();
  let aheadMs = 0;
  const platform = { ...real, clock: { now: () => real.clock.now() + aheadMs } };
  const sessionKeys: SessionKeys = [{ id: 0, secret: new Uint8Array(32).fill(7), sinceMs: 0 }];
  const root = await rootAccessKey({ registry, platform, accountId: ACCOUNT });
  const [events, failures]: [ApiEvent[], unknown[]] = [[], []];
  const telemetry = new Telemetry({
    ...platform,
    store: openMemoryStore(EPHEMERAL_RETENTION),
    ownerOf: () => ({ accountId: ACCOUNT, region: REGION }),
    watched: () => {},
    failed: (reason) => void failures.push(reason),
  });
  const alarmActions: (readonly [string, object])[] = [];
  const told: AnApi['told'] = [];
  const observers = new Set<(observation: Observation) => void>();
  const started = await startApi({
    registry,
    platform,
    sessionKeys: () => sessionKeys,
    accountId: ACCOUNT,
    region: REGION,
    hosts: ['127.0.0.1'],
    port: 0,
    portIsExplicit: true,
    appliedRevision: () => made.applied,
    observed: telemetry,
    upToDate: () => Promise.resolve(),
    async alarmAct(action, message) {
      alarmActions.push([action, message]);
      return ok(undefined);
    },
    record(event) {
      events.push(event);
      telemetry.record(event);
    },
    findings: {
      settings: () => ({ quietMs: 24 * 3_600_000, trusted: [] }),
      observe(observer) {
        observers.add(observer);
        return () => observers.delete(observer);
      },
      told: (finding, change) => void told.push({ finding, change }),
    },
    unexpected: (error) => void failures.push(error),
  });
  assert.ok(started.ok);
  const api = started.value;
  const made: AnApi = {
    api,
    registry,
    root,
    events,
    failures,
    told,
    observe(observation) {
      const whole = { dropped: 0, unknownCallers: 0, refusals: {}, ...observation };
      for (const observer of observers) observer(whole);
    },
    sessionKeys,
    telemetry,
    alarmActions,
    nowMs: platform.clock.now,
    turn: (byMs) => void (aheadMs += byMs),
    applied: Number.MAX_SAFE_INTEGER,
    async put(kind, entity) {
      const committed = await registry.commit([entityWrite(kind, entity)]);
      assert.ok(committed.ok);
    },
    clients: (keys = root, region = REGION) => clientsOf(api.url, keys, region),
  };
  t.after(async () => {
    await api.close();
    telemetry.close();
    assert.deepEqual(failures, []);
  });
  return made;
}

function clientsOf(endpoint: string, keys: Keys, region: string): Clients {
  // The SDK writes into the credentials it is given.
  const settings = { endpoint, region, credentials: { ...keys }, maxAttempts: 1 };
  return {
    ec2: new EC2Client(settings),
    iam: new IAMClient(settings),
    sts: new STSClient(settings),
    cloudtrail: new CloudTrailClient(settings),
    cloudwatch: new CloudWatchClient(settings),
    config: new ConfigServiceClient(settings),
    guardduty: new GuardDutyClient(settings),
    organizations: new OrganizationsClient(settings),
  };
}

/** Makes an SDK client sign by the clock that was turned: it goes by the real one, and by what answers say of the time. */
export function followTheClock(
  on: Pick<AnApi, 'nowMs'>,
  { config }: { readonly config: { systemClockOffset: number } },
): void {
  Object.defineProperty(config, 'systemClockOffset', { get: () => on.nowMs() - Date.now(), set: () => {} });
}

/** The declaration of an instance, of which nothing is said but `said`. */
export function anInstance(seed: string, said: Partial<InstanceDeclaration> = {}): InstanceDeclaration {
  assert.ok(account.ok);
  return {
    id: deriveInstanceId(seed),
    accountId: account.value,
    region: REGION,
    launchTimeMs: 1_700_000_000_000,
    revisedAtMs: 1_700_000_000_000,
    metadataOptions: BUILT_IN_METADATA_OPTIONS,
    ...said,
  };
}

const EC2_TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** Declares a role with these inline policies and its profile, and gives an instance's credentials for it. */
export async function roleKeys(
  on: AnApi,
  policies: Readonly<Record<string, unknown>>,
  delivery: RoleDelivery = '2.0',
): Promise<Keys> {
  const declared = { accountId: ACCOUNT, region: REGION, name: 'app-role', createdAtMs: 0 };
  const roleId = 'AROAVMQT32F2QEXAMPLE1';
  const role = declaredRole({ ...declared, id: roleId, trustPolicy: EC2_TRUST, policies });
  await on.put('role', role);
  await on.put('instance-profile', declaredInstanceProfile({ ...declared, id: 'AIPAVMQT32F2QEXAMPLE1' }));
  const nowMs = on.nowMs();
  const instance = completeInstance(anInstance('caller', { launchTimeMs: nowMs - 60_000 }));
  const issuer = localIssuer(() => on.sessionKeys);
  assert.ok(issuer.kind === 'immediate');
  const kind = 'instance-profile';
  const request = { instance, role: { kind, name: role.name, id: roleId, arn: role.arn }, delivery } as const;
  const issued = issuer.issue(request, nowMs);
  assert.ok(issued.ok);
  const { accessKeyId, secretAccessKey, sessionToken } = issued.value;
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** A policy of these statements. */
export function policy(...statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

/** Allows everything. */
export const EVERYTHING = { Effect: 'Allow', Action: '*', Resource: '*' } as const;

/** The name of the error an SDK call ends with, or `undefined` if it does not. */
export async function errorOf(call: Promise<unknown>): Promise<string | undefined> {
  return call.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.name : 'not an error'),
  );
}
