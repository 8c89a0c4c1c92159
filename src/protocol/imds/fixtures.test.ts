import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Answer } from './answer.ts';
import { AnswerWriter } from './answer-writer.ts';
import type { Profile } from './answer-writer.ts';
import { Framing } from './framing.ts';
import { prepareItem } from './prepared-item.ts';
import type { ContentType } from './prepared-item.ts';

const FIXTURES = new URL('../../../fixtures/imds/', import.meta.url);
const USER_DATA = '#!/bin/bash\necho "i know its silly but my password is: hahahaha"';
const INSTANCE_PROFILE = `{
  "Code" : "Success",
  "LastUpdated" : "2022-02-13T13:17:17Z",
  "InstanceProfileArn" : "arn:aws:iam::123456789012:instance-profile/S3AdminAccess",
  "InstanceProfileId" : "AIPAVMQT32F2Q43IXV2TC"
}`;
const TOKEN = 'AQAEAIXkhdOR3sIqAVRdg0mVAdHYRr_fkfFDU7SDzH9whlWZJwANKg==';

interface Case {
  readonly answer: Answer;
  readonly date: string;
  readonly framing?: Partial<Framing>;
  readonly profile?: Profile;
}

const CASES: Readonly<Record<string, Case>> = {
  'get-item-token': {
    answer: item('us-west-2', 'Thu, 27 Jun 2024 22:17:40 GMT'),
    date: '2024-06-27T22:31:31Z',
    framing: { remainingTtlSeconds: 21518 },
  },
  'get-item': { answer: item(INSTANCE_PROFILE, 'Sun, 13 Feb 2022 13:17:17 GMT'), date: '2022-02-13T13:37:57Z' },
  'put-token': { answer: { kind: 'token', token: TOKEN, ttlSeconds: 21600 }, date: '2025-07-30T23:22:04Z' },
  unauthorized: { answer: { kind: 'refusal', refusal: 'token-required' }, date: '2026-09-17T12:35:34Z' },
  'put-forbidden-keep-alive': {
    answer: { kind: 'refusal', refusal: 'put-outside-token-path' },
    date: '2023-01-27T15:36:10Z',
    framing: { keepAlive: true },
  },
  'put-forbidden': { answer: { kind: 'refusal', refusal: 'forwarded' }, date: '2023-01-27T15:36:10Z' },
  'not-found-token': {
    answer: { kind: 'refusal', refusal: 'not-found' },
    date: '2021-09-20T21:42:26Z',
    framing: { remainingTtlSeconds: 21600 },
  },
  'token-path-method': { answer: { kind: 'refusal', refusal: 'token-path-method' }, date: '2020-04-07T12:00:00Z' },
  'options-token-path': { answer: { kind: 'allow', allow: 'token' }, date: '2020-03-02T12:00:00Z' },
  'bad-request': { answer: { kind: 'refusal', refusal: 'ttl-invalid' }, date: '2026-09-17T12:35:34Z' },
  throttled: {
    answer: { kind: 'refusal', refusal: 'throttled', retryAfterSeconds: 1 },
    date: '2026-09-17T12:35:34Z',
  },
  'http10-get-item': {
    answer: item('i-1234567890abcdef0', 'Thu, 17 Sep 2026 12:00:00 GMT'),
    date: '2026-09-17T12:35:34Z',
    framing: { http10: true, keepAlive: true },
  },
  'legacy-user-data': {
    answer: item(USER_DATA, 'Sat, 27 May 2023 17:15:53 GMT', 'application/octet-stream'),
    date: '2023-05-27T17:19:27Z',
    framing: { remainingTtlSeconds: 21600, keepAlive: true },
    profile: 'legacy',
  },
  'legacy-user-data-range': {
    answer: item(USER_DATA, 'Sat, 27 May 2023 17:15:53 GMT', 'application/octet-stream'),
    date: '2023-05-27T17:19:27Z',
    framing: { range: 'bytes=0-10' },
    profile: 'legacy',
  },
  'legacy-unauthorized': {
    answer: { kind: 'refusal', refusal: 'token-invalid' },
    date: '2023-05-27T17:19:27Z',
    profile: 'legacy',
  },
};

function item(body: string, lastModified: string, contentType: ContentType = 'text/plain'): Answer {
  return { kind: 'item', item: prepareItem(Buffer.from(body), contentType, lastModified, Buffer.allocUnsafeSlow) };
}

for (const [name, { answer, date, framing, profile = 'modern' }] of Object.entries(CASES)) {
  test(`${name} is rendered byte for byte`, () => {
    const writer = new AnswerWriter(Buffer.allocUnsafeSlow, profile);
    writer.setTime(Date.parse(date));
    writer.write(answer, Object.assign(new Framing(), framing));
    const expected = readFileSync(new URL(`${name}.http`, FIXTURES), 'latin1');
    assert.equal(writer.bytes.latin1Slice(0, writer.length), expected);
  });
}

test('every fixture is rendered, and its body has the length its head announces', () => {
  const files = readdirSync(FIXTURES).filter((file) => file.endsWith('.http'));
  assert.deepEqual(
    files.sort(),
    Object.keys(CASES)
      .map((name) => `${name}.http`)
      .sort(),
  );
  for (const file of files) {
    const [head = '', body] = readFileSync(new URL(file, FIXTURES), 'latin1').split('\r\n\r\n');
    assert.equal(body?.length, Number(/^Content-Length: (\d+)$/m.exec(head)?.[1]), file);
  }
});
