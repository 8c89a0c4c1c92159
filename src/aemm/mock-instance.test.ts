import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolve, toldAt } from '#metadata';
import { BUILT_IN_METADATA_OPTIONS, completeInstance } from '#model';
import type { Instance } from '#model';
import { checkSettings } from './check-settings.ts';
import type { MockCommand } from './commands.ts';
import { mockInstance, nextChangeMs } from './mock-instance.ts';
import { parseMockConfiguration } from './parse-configuration.ts';
import { savedConfiguration } from './save-configuration.ts';
import { mergeSettings, textOf } from './settings.ts';
import type { Setting, Settings, SettingSources } from './settings.ts';

const START = Date.UTC(2026, 10, 22, 12, 0, 0, 900);
const MACS = '/latest/meta-data/network/interfaces/macs';

interface Given {
  readonly json?: object;
  readonly environment?: Readonly<Record<string, string>>;
  readonly flags?: Readonly<Record<string, Setting>>;
}

function settingsOf({ json = {}, environment = {}, flags = {} }: Given): Settings {
  const parsed = parseMockConfiguration(JSON.stringify(json));
  if (!parsed.ok) throw new Error(parsed.error);
  const sources: SettingSources = {
    startedAtMs: START,
    file: parsed.value.settings,
    environment,
    flags: new Map(Object.entries(flags)),
  };
  return mergeSettings(sources);
}

function instanceAt(seconds: number, command: MockCommand = 'all', given: Given = {}): Instance {
  const time = { startedAtMs: START, nowMs: START + seconds * 1000 };
  const { instance, options } = mockInstance(settingsOf(given), command, time);
  return completeInstance({
    ...instance,
    launchTimeMs: 0,
    revisedAtMs: time.nowMs,
    metadataOptions: { ...BUILT_IN_METADATA_OPTIONS, ...options },
  });
}

function answer(instance: Instance, path: string): string | undefined {
  const content = resolve(instance, path);
  if (content?.kind === 'user-data') return Buffer.from(content.base64, 'base64').toString();
  if (content?.kind !== 'overridden') return content?.kind === 'text' ? content.text : content?.kind;
  return 'text' in content.item.body
    ? toldAt(content.item.body, instance.revisedAtMs)
    : Buffer.from(content.item.body.base64, 'base64').toString();
}

test('the values of the documentation are shown', () => {
  const instance = instanceAt(0);
  const shown = (path: string): string | undefined => answer(instance, `/latest/${path}`);
  assert.equal(shown('meta-data/ami-id'), 'ami-0a887e401f7654935');
  assert.equal(shown('meta-data/instance-id'), 'i-1234567890abcdef0');
  assert.equal(shown('meta-data/block-device-mapping/swap'), 'sdcs');
  assert.equal(shown('meta-data/iam/security-credentials/'), 'baskinc-role');
  assert.equal(shown('meta-data/tags/instance/Name'), 'test-instance');
  assert.equal(shown('meta-data/elastic-inference/associations'), 'eia-bfa21c7904f64a82a21b9f4540169ce1');
  assert.equal(shown('user-data'), '1234,john,reboot,true\n');
  assert.equal(shown('meta-data/network/interfaces/macs/0e:49:61:0f:c3:11/ipv4-associations/192.0.2.54'), '192.0.2.54');
  assert.equal(shown('dynamic/instance-identity/pkcs7'), 'issued');
  assert.match(shown('dynamic/instance-identity/document') ?? '', /^\{\n\t"accountId": "0123456789",\n\t"imageId"/);
  assert.equal(
    shown('meta-data/iam/info'),
    '{\n\t"Code": "Success",\n\t"LastUpdated": "2020-04-02T18:50:40Z",\n\t"InstanceProfileArn": "arn:aws:iam::896453262835:instance-profile/baskinc-role",\n\t"InstanceProfileId": "AIPA5BOGHHXZELSK34VU4"\n}',
  );
});

test('credentials have not expired, unless the configuration says when they do', () => {
  const path = '/latest/meta-data/iam/security-credentials/baskinc-role';
  const expiration = (given: Given): number =>
    Date.parse((JSON.parse(answer(instanceAt(0, 'all', given), path) ?? '') as { Expiration: string }).Expiration);
  assert.ok(expiration({}) > START);
  const json = { metadata: { values: { 'iam-security-credentials': { Expiration: '2021-01-01T00:00:00Z' } } } };
  assert.equal(expiration({ json }), Date.UTC(2021, 0, 1));
});

test('a spot notice comes after the delay, in the words of the mock, and its time moves on', () => {
  const given = { flags: { 'mock-delay-sec': 10, 'rebalance-delay-sec': 20 } };
  const action = '/latest/meta-data/spot/instance-action';
  const at = (seconds: number): Instance => instanceAt(seconds, 'spot', given);
  assert.equal(answer(at(9), action), undefined);
  assert.ok(!answer(at(9), '/latest/meta-data')?.includes('spot/'));
  assert.equal(answer(at(10), action), '{\n\t"action": "terminate",\n\t"time": "2026-11-22T12:02:10Z"\n}');
  assert.equal(answer(at(15), '/latest/meta-data/spot/termination-time'), '2026-11-22T12:02:15Z');
  assert.equal(answer(at(19), '/latest/meta-data/events/recommendations/rebalance'), undefined);
  assert.equal(
    answer(at(20), '/latest/meta-data/events/recommendations/rebalance'),
    '{\n\t"noticeTime": "2026-11-22T12:00:20Z"\n}',
  );
  const fixed = { flags: { 'spot.time': '2026-11-22T12:02:10Z' } };
  assert.deepEqual(instanceAt(0, 'spot', fixed).spotInterruption, {
    action: 'terminate',
    timeMs: Date.UTC(2026, 10, 22, 12, 2, 10),
  });
});

test('what is shown changes when the next event is due, and each hour with the credentials', () => {
  const flags = { 'mock-delay-sec': 10, 'rebalance-trigger-time': '2026-11-22T12:00:20.7Z' };
  const changeAfter = (seconds: number): string => {
    const time = { startedAtMs: START, nowMs: START + seconds * 1000 };
    return new Date(nextChangeMs(settingsOf({ flags }), time)).toISOString();
  };
  assert.equal(changeAfter(0), '2026-11-22T12:00:10.000Z');
  assert.equal(changeAfter(9.1), '2026-11-22T12:00:20.000Z');
  assert.equal(changeAfter(20), '2026-11-22T13:00:00.000Z');
  assert.equal(changeAfter(3599.1), '2026-11-22T14:00:00.000Z');
});

test('a trigger time goes before a delay, and counts by the second', () => {
  const flags = { 'mock-trigger-time': '2026-11-22T13:00:05+01:00', 'mock-delay-sec': 0 };
  const action = '/latest/meta-data/spot/instance-action';
  assert.equal(answer(instanceAt(4, 'all', { flags }), action), undefined);
  assert.notEqual(answer(instanceAt(4.1, 'all', { flags }), action), undefined);
});

test('a scheduled event is byte for byte the mock’s, and missing before its time and where it is not mocked', () => {
  const path = '/latest/meta-data/events/maintenance/scheduled';
  const flags = { 'events.not-before': '2020-01-01T01:03:47Z', 'events.code': 'instance-stop' };
  assert.equal(
    answer(instanceAt(0, 'events', { flags }), path),
    '[\n\t{\n\t\t"Code": "instance-stop",\n\t\t"Description": "The instance is scheduled for instance-stop",\n\t\t"State": "active",\n' +
      '\t\t"EventId": "instance-event-1234567890abcdef0",\n\t\t"NotBefore": "1 Jan 2020 01:03:47 GMT",\n' +
      '\t\t"NotAfter": "29 Nov 2026 12:00:00 GMT",\n\t\t"NotBeforeDeadline": "1 Dec 2026 12:00:00 GMT"\n\t}\n]',
  );
  assert.equal(answer(instanceAt(0, 'events', { flags: { 'mock-delay-sec': 1 } }), path), undefined);
  assert.equal(answer(instanceAt(0, 'spot'), path), undefined);
  assert.equal(answer(instanceAt(0, 'events'), '/latest/meta-data/spot/instance-action'), undefined);
});

test('the target lifecycle state goes from InService to Terminated', () => {
  const path = '/latest/meta-data/autoscaling/target-lifecycle-state';
  const given = { flags: { 'asg-termination-delay-sec': 30 } };
  assert.equal(answer(instanceAt(29, 'asglifecycle', given), path), 'InService');
  assert.equal(answer(instanceAt(30, 'asglifecycle', given), path), 'Terminated');
  assert.equal(answer(instanceAt(30, 'spot', given), path), undefined);
});

test('events are for the first two callers unless told otherwise', () => {
  const audienceOf = (given: Given): unknown => {
    const content = resolve(instanceAt(0, 'all', given), '/latest/meta-data/spot/termination-time');
    return content?.kind === 'overridden' ? content.item.audience : undefined;
  };
  assert.deepEqual(audienceOf({}), { name: 'spot', size: 2 });
  assert.equal(audienceOf({ flags: { 'mock-ip-count': -1 } }), undefined);
});

test('the configuration of the documentation is taken over, with the paths that its values are part of', () => {
  const json = { metadata: { paths: { 'mac-device-number': `${MACS}/BAR/device-number` }, values: { mac: 'FOO' } } };
  const instance = instanceAt(0, 'all', { json });
  assert.equal(answer(instance, '/latest/meta-data/mac'), 'FOO');
  assert.equal(answer(instance, `${MACS}/FOO/interface-id`), 'eni-0f95d3625f5c521cc');
  assert.equal(answer(instance, `${MACS}/BAR`), 'device-number');
  assert.equal(answer(instance, `${MACS}/0e:49:61:0f:c3:11/interface-id`), undefined);
  const ipv4 = instanceAt(0, 'all', {
    json: { metadata: { values: { mac: '0e:49:61:0f:c3:77', 'public-ipv4': '54.92.157.77' } } },
  });
  assert.equal(answer(ipv4, `${MACS}/0e:49:61:0f:c3:77/ipv4-associations/54.92.157.77`), '192.0.2.54');
  const role = instanceAt(0, 'all', { json: { Metadata: { Values: { 'IAM-security-credentials-role': 'other' } } } });
  assert.match(answer(role, '/latest/meta-data/iam/security-credentials/other') ?? '', /"AccessKeyId": "12345678901"/);
  const document = { 'instance-identity-document': { marketplaceProductCodes: ['4i20'], kernelId: null } };
  const identity = instanceAt(0, 'all', { json: { dynamic: { values: document } } });
  assert.match(
    answer(identity, '/latest/dynamic/instance-identity/document') ?? '',
    /\n\t"marketplaceProductCodes": \["4i20"\],\n/,
  );
});

test('flags go before variables, those before the file, and that before what is built in', () => {
  // The example of the mock's page on configuration.
  const json = { imdsv2: true, server: { port: 1550 }, spot: { action: 'stop' } };
  const environment = {
    AEMM_MOCK_DELAY_SEC: '12',
    AEMM_SPOT_ITN_ACTION: 'hibernate',
    AEMM_METADATA_VALUES_AMI_ID: 'ami-9',
  };
  const settings = settingsOf({ json, environment, flags: { 'mock-delay-sec': 8 } });
  const value = (key: string): string => textOf(settings, key);
  assert.deepEqual(
    [
      value('mock-delay-sec'),
      value('spot.action'),
      value('imdsv2'),
      value('server.port'),
      value('metadata.values.ami-id'),
    ],
    ['8', 'hibernate', 'true', '1550', 'ami-9'],
  );
  assert.ok(checkSettings(settings).ok);
  const saved: unknown = JSON.parse(savedConfiguration(settings));
  assert.deepEqual((saved as { server: unknown }).server, { hostname: '0.0.0.0', port: 1550 });
});

test('settings that cannot be are refused in the words of the mock, all at once', () => {
  const refused = checkSettings(
    settingsOf({ flags: { 'events.code': 'FOO', 'spot.time': 'soon', 'server.port': '70000' } }),
  );
  assert.equal(
    refused.ok ? '' : refused.error,
    'Invalid CLI input "FOO" for flag code. Allowed value(s): instance-reboot,system-reboot,system-maintenance,instance-retirement,instance-stop.\n' +
      'Invalid CLI input "soon" for flag time. Allowed value(s): time in RFC3339 format, e.g. 2020-01-07T01:03:47Z.\n' +
      'Invalid CLI input "70000" for flag port. Allowed value(s): 0 to 65535.',
  );
  const parsed = parseMockConfiguration('{ "metadata": { "paths": { "ipv4-associations": "/latest/x" } } }');
  assert.deepEqual(parsed.ok && parsed.value.unknown, ['metadata.paths.ipv4-associations']);
  assert.ok(!parseMockConfiguration('spot: {}').ok);
  assert.ok(!parseMockConfiguration('{"spot":{"action":[1]}}').ok);
});
