import assert from 'node:assert/strict';
import { test } from 'node:test';
import { err } from '#base';
import { formatDocumentErrors } from '#document';
import { parseConfiguration } from './parse-configuration.ts';

const parse = (text: string): ReturnType<typeof parseConfiguration> =>
  parseConfiguration(text, 'openimds.yaml', () => err('no such file'));

test('what is not said of telemetry has its usual value', () => {
  const parsed = parse(
    'telemetry: { jsonLines: { file: a.jsonl }, prometheus: { port: 9464 }, otlp: { endpoint: "http://c:4318" } }',
  );
  assert.ok(parsed.ok);
  assert.deepEqual(parsed.value.telemetry, {
    retention: {},
    jsonLines: { file: 'a.jsonl', maxMegabytes: 64, keep: 4 },
    webhooks: {},
    alarmActions: {},
    prometheus: { host: '127.0.0.1', port: 9464 },
    otlp: { endpoint: 'http://c:4318', headers: {}, intervalSeconds: 60 },
  });
});

test('what is wrong with telemetry is told with its place, and never with a secret', () => {
  const wrong = (text: string): string => {
    const parsed = parse(`telemetry: ${text}`);
    return parsed.ok ? '' : formatDocumentErrors(parsed.error);
  };
  assert.match(
    wrong('{ retention: { minuteDays: 0 } }'),
    /telemetry\.retention\.minuteDays: expected a whole number from 1/,
  );
  assert.match(wrong('{ retention: { minuteDays: 70 } }'), /fiveMinuteDays \(63\) is less than minuteDays \(70\)/);
  assert.match(wrong('{ retention: { fiveMinuteDays: 455, hourDays: 60 } }'), /hourDays \(60\) is less than/);
  assert.match(wrong('{ alarmActions: { "arn:aws:sns:us-east-1:1:a": pager } }'), /there is no webhook pager/);
  assert.match(wrong('{ alarmActions: { pager: pager } }'), /expected an ARN/);
  assert.match(wrong('{ webhooks: { pager: { url: "ftp://x" } } }'), /expected an http:\/\/ or https:\/\/ URL/);
  assert.match(wrong('{ promethius: { port: 1 } }'), /did you mean "prometheus"/);
  const secret = wrong('{ webhooks: { pager: { url: "http://x", secret: [s3cret] } } }');
  assert.ok(secret !== '' && !secret.includes('s3cret'));
});
