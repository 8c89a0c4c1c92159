import assert from 'node:assert/strict';
import { test } from 'node:test';
import { err, ok } from '#base';
import type { Material } from '#metadata';
import type { Instance, ProfileStatus, RoleDelivery } from '#model';
import { anInstance, HandTurnedClock, LAUNCHED, PROFILE } from './an-instance.test-support.ts';
import { openCredentialStore } from './credential-store.ts';
import type { CredentialStoreOptions, Issued } from './credential-store.ts';
import type { CredentialIssuer, IssueResult } from './credentials.ts';
import { generateIdentityKeys } from './identity-keys.ts';
import { localIssuer } from './local-issuer.ts';
import { openSession } from './sealed-session.ts';
import type { SessionKeys } from './session-keys.ts';
import { staticIssuer } from './static-issuer.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SEE =
  'Please see documentation at https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc.';
const KEYS: SessionKeys = [{ id: 1, secret: new Uint8Array(32).fill(7), sinceMs: 0 }];
const identityKeys = await generateIdentityKeys();
const example = staticIssuer({
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'sec/ret+',
  sessionToken: 'IQoJb3JpZ2lu==',
});

async function world(issuer: CredentialIssuer, options: Partial<CredentialStoreOptions> = {}) {
  const clock = new HandTurnedClock();
  const store = await openCredentialStore({ clock, identityKeys, issuerFor: () => issuer, ...options });
  const get = (material: Material, instance = anInstance(), delivery: RoleDelivery = '2.0') =>
    store.get(instance, material, delivery);
  return { clock, get };
}

function textOf(issued: Issued | Promise<Issued>): string {
  assert.ok(!(issued instanceof Promise) && issued.kind === 'document');
  return issued.text;
}

function recheckOf(issued: Issued | Promise<Issued>): number {
  assert.ok(!(issued instanceof Promise));
  return issued.recheckAtMs;
}

function withStatus(status: ProfileStatus): Instance {
  const noRole = status === 'no-role' ? { roleName: '', roleId: '', roleArn: '' } : {};
  return anInstance({ instanceProfile: { ...PROFILE, ...noRole, status } });
}

/** The times in a body that are not known beforehand. */
function maskTimes(text: string): string {
  return text.replaceAll(/"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"/g, (_, time) =>
    time === '2026-03-27T02:35:30Z' ? '"T0"' : '"T1"',
  );
}

test('role credentials are the bytes EC2 sends', async () => {
  const { get } = await world(example);
  assert.equal(
    maskTimes(textOf(get('role-credentials'))),
    `{
  "Code" : "Success",
  "LastUpdated" : "T0",
  "Type" : "AWS-HMAC",
  "AccessKeyId" : "ASIAEXAMPLE",
  "SecretAccessKey" : "sec/ret+",
  "Token" : "IQoJb3JpZ2lu==",
  "Expiration" : "T1"
}`,
  );
});

test('extended role credentials name the account at the end: the issuer’s, or else the instance’s', async () => {
  const own = textOf((await world(example)).get('role-credentials-extended'));
  assert.ok(own.endsWith('Z",\n  "AccountId" : "123456789012"\n}'));
  const other = staticIssuer({ accessKeyId: 'A', secretAccessKey: 'B', accountId: '999999999999' });
  const text = textOf((await world(other)).get('role-credentials-extended'));
  assert.ok(text.endsWith('Z",\n  "AccountId" : "999999999999"\n}'));
});

test('the instance identity role has credentials with the same keys in the same order, without a profile too', async () => {
  const { get } = await world(localIssuer(() => KEYS));
  const text = textOf(get('instance-identity-credentials', anInstance({ instanceProfile: undefined })));
  const json = JSON.parse(text) as Readonly<Record<string, string>>;
  const names = ['Code', 'LastUpdated', 'Type', 'AccessKeyId', 'SecretAccessKey', 'Token', 'Expiration'];
  assert.deepEqual(Object.keys(json), names);
  const opened = openSession(KEYS, json['AccessKeyId'] ?? '', json['Token'] ?? '', LAUNCHED);
  assert.ok(opened.ok);
  assert.equal(opened.value.principal.roleName, 'aws:ec2-instance');
  assert.equal(opened.value.secretAccessKey, json['SecretAccessKey']);
});

test('iam/info is the bytes EC2 sends, for each thing that can be wrong with a profile', async () => {
  const { get } = await world(example);
  const success = `{
  "Code" : "Success",
  "LastUpdated" : "T0",
  "InstanceProfileArn" : "arn:aws:iam::123456789012:instance-profile/web",
  "InstanceProfileId" : "AIPAVMQT32F2QEXAMPLE1"
}`;
  const info = (status: ProfileStatus): string => maskTimes(textOf(get('iam-info', withStatus(status))));
  assert.equal(info('ready'), success);
  assert.equal(info('role-unauthorized'), success);
  assert.equal(
    info('profile-not-found'),
    `{
  "Code" : "InstanceProfileNotFound",
  "Message" : "Instance Profile with Id AIPAVMQT32F2QEXAMPLE1 cannot be found.  ${SEE}",
  "LastUpdated" : "T0"
}`,
  );
  assert.equal(
    info('no-role'),
    `{
  "Code" : "Success",
  "Message" : "Instance Profile does not contain a role.  ${SEE}",
  "LastUpdated" : "T0",
  "InstanceProfileArn" : "arn:aws:iam::123456789012:instance-profile/web",
  "InstanceProfileId" : "AIPAVMQT32F2QEXAMPLE1"
}`,
  );
});

test('credentials of a role that EC2 may not assume are EC2’s failure, and nobody is asked to issue', async () => {
  const { get } = await world({ kind: 'immediate', issue: () => assert.fail('asked') });
  const unauthorized = `{
  "Code" : "AssumeRoleUnauthorizedAccess",
  "Message" : "EC2 cannot assume the role app-role.  ${SEE}",
  "LastUpdated" : "T0"
}`;
  for (const material of ['role-credentials', 'role-credentials-extended'] as const) {
    assert.equal(maskTimes(textOf(get(material, withStatus('role-unauthorized')))), unauthorized);
    assert.match(textOf(get(material, withStatus('profile-not-found'))), /"InstanceProfileNotFound"/);
    for (const instance of [withStatus('no-role'), anInstance({ instanceProfile: undefined })]) {
      assert.deepEqual(get(material, instance), { kind: 'unavailable', recheckAtMs: Infinity });
    }
  }
});

test('identity-credentials/ec2/info is the bytes EC2 sends', async () => {
  const { get } = await world(example);
  const expected = '{\n  "Code" : "Success",\n  "LastUpdated" : "T0",\n  "AccountId" : "123456789012"\n}';
  assert.equal(maskTimes(textOf(get('identity-credentials-info'))), expected);
});

test('reads give the same until recheckAtMs and others from then; iam/info goes along', async () => {
  const { clock, get } = await world(localIssuer(() => KEYS));
  clock.turn(5 * HOUR);
  const first = get('role-credentials');
  clock.nowMs = recheckOf(first) - 1;
  assert.deepEqual(get('role-credentials'), first);
  const lastUpdated = /"LastUpdated" : "[^"]*"/.exec(textOf(first))?.[0] ?? '';
  assert.ok(lastUpdated !== '' && textOf(get('iam-info')).includes(lastUpdated));
  assert.equal(recheckOf(get('iam-info')), recheckOf(first));
  clock.turn(1);
  assert.notEqual(textOf(get('role-credentials')), textOf(first));
});

test('a rotation that is asked for gives new credentials at once', async () => {
  const { clock, get } = await world(localIssuer(() => KEYS));
  clock.turn(MINUTE);
  const rotated = anInstance({ credentialsSinceMs: clock.nowMs });
  assert.notEqual(textOf(get('role-credentials', rotated)), textOf(get('role-credentials')));
  assert.match(textOf(get('role-credentials', rotated)), /"LastUpdated" : "2026-03-27T02:36:30Z"/);
});

test('requests without and with a token are given different credentials', async () => {
  const { get } = await world(localIssuer(() => KEYS));
  for (const material of ['role-credentials', 'instance-identity-credentials'] as const) {
    assert.notEqual(textOf(get(material, anInstance(), '1.0')), textOf(get(material, anInstance(), '2.0')));
  }
});

test('signatures are for the document as it is, and for good', async () => {
  const { get } = await world(example);
  for (const material of ['signature', 'pkcs7', 'rsa2048'] as const) {
    assert.deepEqual(get(material), { kind: 'document', text: textOf(get(material)), recheckAtMs: Infinity });
    assert.notEqual(textOf(get(material, anInstance({ instanceType: 'm7g.large' }))), textOf(get(material)));
  }
});

test('static credentials that expire are served until then, and not longer', async () => {
  const expiresAtMs = LAUNCHED + 10 * MINUTE;
  const { clock, get } = await world(staticIssuer({ accessKeyId: 'A', secretAccessKey: 'B', expiresAtMs }));
  assert.match(textOf(get('role-credentials')), /"Token" : "",\n {2}"Expiration" : "2026-03-27T02:45:30Z"/);
  assert.equal(recheckOf(get('role-credentials')), expiresAtMs);
  clock.nowMs = expiresAtMs;
  assert.deepEqual(get('role-credentials'), { kind: 'unavailable', recheckAtMs: expiresAtMs + MINUTE });
});

function remote(answer: (nowMs: number) => IssueResult, clock: { nowMs: number }): CredentialIssuer {
  return { kind: 'remote', issue: () => Promise.resolve(answer(clock.nowMs)) };
}

function anHour(nowMs: number): IssueResult {
  const [refreshAtMs, expiresAtMs] = [nowMs + 30 * MINUTE, nowMs + HOUR];
  const keys = { accessKeyId: 'ASIAREMOTE', secretAccessKey: 's', sessionToken: 't' };
  return ok({ ...keys, issuedAtMs: nowMs, refreshAtMs, expiresAtMs, accountId: undefined });
}

test('credentials of a remote issuer come later the first time and at once from then; iam/info never waits', async () => {
  const clock = { nowMs: LAUNCHED + 90_000, now: () => clock.nowMs };
  const { get } = await world(remote(anHour, clock), { clock });
  assert.match(textOf(get('iam-info')), /"LastUpdated" : "2026-03-27T02:35:30Z"/);
  assert.equal(recheckOf(get('iam-info')), clock.nowMs + MINUTE);
  const first = get('role-credentials');
  assert.ok(first instanceof Promise);
  assert.deepEqual(get('role-credentials', anInstance(), '2.0') instanceof Promise, true);
  const issued = await first;
  assert.deepEqual(get('role-credentials'), issued);
  assert.match(textOf(get('iam-info')), /"LastUpdated" : "2026-03-27T02:37:00Z"/);
  assert.equal(recheckOf(get('iam-info')), issued.recheckAtMs);
});

test('without valid credentials of a remote issuer there is nothing to give, unless the role was denied', async () => {
  const clock = new HandTurnedClock();
  const failures: string[] = [];
  const failed = ({ code }: { code: string }): void => void failures.push(code);
  const down = await world(
    remote(() => err({ code: 'ConnectionError', message: 'down' }), clock),
    { failed },
  );
  assert.equal((await down.get('role-credentials')).kind, 'unavailable');
  const denied = await world(
    remote(() => err({ code: 'AccessDenied', message: 'denied' }), clock),
    { failed },
  );
  assert.match(textOf(await denied.get('role-credentials')), /"AssumeRoleUnauthorizedAccess"/);
  assert.deepEqual(failures, ['ConnectionError', 'AccessDenied']);
});

test('a store that is opened again serves what was saved, with the issuer down', async () => {
  const clock = new HandTurnedClock();
  const saved: unknown[] = [];
  const before = await world(remote(anHour, clock), { clock, save: (session) => void saved.push(session) });
  const issued = await before.get('role-credentials');
  await new Promise((resolve) => setImmediate(resolve));
  const load = () => Promise.resolve(JSON.parse(JSON.stringify(saved)) as never);
  const down = remote(() => err({ code: 'ConnectionError', message: 'down' }), clock);
  const after = await world(down, { clock, load });
  assert.deepEqual(after.get('role-credentials'), issued);
});
