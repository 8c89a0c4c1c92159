import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aProcess, aRequest } from '../an-event.test-support.ts';
import { metadataRequestForgery } from './metadata-request-forgery.ts';
import { metadataV1Use } from './metadata-v1-use.ts';

const traits = { forwarded: false, foreignHost: false, browser: false };

test('only what was served without a token is use of IMDSv1', () => {
  assert.ok(metadataV1Use(aRequest()));
  assert.equal(metadataV1Use(aRequest({ version: 2 })), undefined);
  assert.equal(metadataV1Use(aRequest({ outcome: 'refused', status: 401 })), undefined);
  assert.equal(metadataV1Use(aRequest({ instanceId: undefined, outcome: 'unknown-caller' })), undefined);
});

test('reading credentials by IMDSv1 weighs more than reading anything else', () => {
  const other = aRequest({ path: '/latest/meta-data/instance-id', credentials: false });
  assert.deepEqual([metadataV1Use(aRequest())?.severity, metadataV1Use(other)?.severity], [4, 2]);
});

test('a process is the same when it is started again, also in another container of the same name', () => {
  const container = { id: 'a'.repeat(64), runtime: 'docker', image: 'app:1', name: 'web' } as const;
  const about = (process: ReturnType<typeof aProcess> | 'unknown'): string | undefined =>
    metadataV1Use(aRequest({ process }))?.about;
  const first = about(aProcess({ container }));
  assert.equal(first, about(aProcess({ pid: 4712, container: { ...container, id: 'b'.repeat(64) } })));
  assert.notEqual(first, about(aProcess()));
  assert.notEqual(about(aProcess()), about(aProcess({ executable: '/usr/bin/curl' })));
  assert.equal(about('unknown'), '');
});

test('one trait of a forged request is enough on a path of credentials, and two on any', () => {
  const other = { path: '/latest/meta-data/instance-id', credentials: false };
  for (const trait of ['forwarded', 'foreignHost', 'browser'] as const) {
    assert.ok(metadataRequestForgery(aRequest({ traits: { ...traits, [trait]: true } })), trait);
    assert.equal(metadataRequestForgery(aRequest({ ...other, traits: { ...traits, [trait]: true } })), undefined);
  }
  assert.ok(metadataRequestForgery(aRequest({ ...other, traits: { ...traits, forwarded: true, browser: true } })));
  assert.equal(metadataRequestForgery(aRequest()), undefined);
});

test('a forged request is worst when it was given credentials, and least when it was refused', () => {
  const severity = (said: Parameters<typeof aRequest>[0]): number | undefined =>
    metadataRequestForgery(aRequest({ traits: { ...traits, forwarded: true }, ...said }))?.severity;
  const listing = { credentials: false, path: '/latest/meta-data/iam/security-credentials/' };
  assert.deepEqual([severity({}), severity(listing), severity({ credentials: false, outcome: 'refused' })], [8, 5, 3]);
});
