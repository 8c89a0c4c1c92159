import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signedPostHeaders } from './signed-post.ts';

const SOURCE = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const SCOPE = { region: 'us-east-1', service: 'service' };
const AT = Date.UTC(2015, 7, 30, 12, 36);

test('a form is signed as in AWS’s Signature Version 4 test suite (post-x-www-form-urlencoded)', () => {
  const headers = signedPostHeaders(new URL('https://example.amazonaws.com/'), 'Param1=value1', SCOPE, SOURCE, AT);
  assert.deepEqual(headers, {
    'content-type': 'application/x-www-form-urlencoded',
    'x-amz-date': '20150830T123600Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  });
});

test('a session token is sent and signed', () => {
  const source = { ...SOURCE, sessionToken: 'token' };
  const headers = signedPostHeaders(new URL('http://127.0.0.1:9000'), '', SCOPE, source, AT);
  assert.equal(headers['x-amz-security-token'], 'token');
  assert.match(headers['authorization'] ?? '', /SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,/);
});
