import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, test } from 'node:test';
import { err, ok } from '#base';
import { aRequest, HandTurnedClock, LAUNCHED } from './an-instance.test-support.ts';
import { awsIssuer } from './aws-issuer.ts';
import type { AwsIssuerOptions } from './aws-issuer.ts';
import type { IssueResult } from './credentials.ts';
import { credentialsFromEnvironment } from './source-credentials.ts';

const SOURCE = { accessKeyId: 'ASIASOURCE', secretAccessKey: 'SOURCE-SECRET', sessionToken: 'SOURCE+TOKEN/==' };
const EXPIRATION = '2026-03-27T03:35:30Z';
const GRANTED = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
  <AssumedRoleUser><AssumedRoleId>AROAX:i-1</AssumedRoleId><Arn>arn:aws:sts::999999999999:assumed-role/other/i-1</Arn></AssumedRoleUser>
  <Credentials><AccessKeyId>ASIAISSUED</AccessKeyId><SecretAccessKey>ISSUED-SECRET</SecretAccessKey>
  <SessionToken>ISSUED&#43;TOKEN&#x3D;&amp;</SessionToken><Expiration>${EXPIRATION}</Expiration></Credentials>
</AssumeRoleResult></AssumeRoleResponse>`;

interface Received {
  readonly request: IncomingMessage;
  readonly body: string;
}
type Answer = (response: ServerResponse) => void;

const answer =
  (status: number, text: string): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'text/xml' }).end(text);

/** A real HTTP server on the loopback that answers as told and keeps what it received. */
const received: Received[] = [];
let next: Answer = answer(200, GRANTED);
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    received.push({ request, body: Buffer.concat(chunks).toString() });
    next(response);
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
assert.ok(typeof address === 'object' && address !== null);
const endpoint = new URL(`http://127.0.0.1:${address.port}/`);
after(() => {
  server.closeAllConnections();
  server.close();
});

async function issue(said: Partial<AwsIssuerOptions> = {}, reply: Answer = answer(200, GRANTED)): Promise<IssueResult> {
  next = reply;
  const source = (): ReturnType<AwsIssuerOptions['source']> => ok(SOURCE);
  const issuer = awsIssuer({ clock: new HandTurnedClock(), region: 'us-east-1', endpoint, source, ...said });
  assert.ok(issuer.kind === 'remote');
  return issuer.issue(aRequest());
}

function lastReceived(): Received {
  const last = received.at(-1);
  assert.ok(last !== undefined);
  return last;
}

async function failureOf(issued: Promise<IssueResult>): Promise<{ code: string; message: string }> {
  const result = await issued;
  assert.ok(!result.ok);
  assert.doesNotMatch(JSON.stringify(result.error), /SECRET|TOKEN/);
  return result.error;
}

/** Computes the signature of what arrived, from nothing but what arrived and the shared secret. */
function signatureOf({ request, body }: Received, secret: string): string {
  const hmac = (key: Uint8Array, text: string): Uint8Array => createHmac('sha256', key).update(text).digest();
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const [, date, region, service] = /Credential=[^/]+\/(\d+)\/([^/]+)\/([^/]+)\/aws4_request/.exec(auth(request)) ?? [];
  const names = (/SignedHeaders=([^,]+)/.exec(auth(request))?.[1] ?? '').split(';');
  const lines = names.map((name) => `${name}:${String(request.headers[name])}\n`).join('');
  const canonical = `${request.method}\n${request.url}\n\n${lines}\n${names.join(';')}\n${sha256(body)}`;
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = `AWS4-HMAC-SHA256\n${String(request.headers['x-amz-date'])}\n${scope}\n${sha256(canonical)}`;
  const key = scope.split('/').reduce<Uint8Array>((key, part) => hmac(key, part), Buffer.from(`AWS4${secret}`));
  return Buffer.from(hmac(key, text)).toString('hex');
}

function auth(request: IncomingMessage): string {
  return request.headers.authorization ?? '';
}

test('what STS grants is given on, with the time it came and the account of the role', async () => {
  const issued = await issue();
  assert.ok(issued.ok);
  const { refreshAtMs, ...others } = issued.value;
  assert.deepEqual(others, {
    accessKeyId: 'ASIAISSUED',
    secretAccessKey: 'ISSUED-SECRET',
    sessionToken: 'ISSUED+TOKEN=&',
    issuedAtMs: LAUNCHED,
    expiresAtMs: Date.parse(EXPIRATION),
    accountId: '999999999999',
  });
  assert.ok(refreshAtMs > LAUNCHED && refreshAtMs <= Date.parse(EXPIRATION) - 5 * 60_000);
});

test('the request is a signed AssumeRole whose signature computes again from what arrived', async () => {
  await issue();
  const { request } = lastReceived();
  assert.equal(
    /Signature=([0-9a-f]{64})$/.exec(auth(request))?.[1],
    signatureOf(lastReceived(), SOURCE.secretAccessKey),
  );
  assert.match(
    auth(request),
    /Credential=ASIASOURCE\/20260327\/us-east-1\/sts\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,/,
  );
  assert.deepEqual(
    [request.method, request.url, request.headers['x-amz-security-token']],
    ['POST', '/', SOURCE.sessionToken],
  );
});

test('the form asks for the role of the profile, in the name of the instance', async () => {
  await issue();
  assert.deepEqual(Object.fromEntries(new URLSearchParams(lastReceived().body)), {
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: 'arn:aws:iam::123456789012:role/app-role',
    RoleSessionName: aRequest().instance.id,
    DurationSeconds: '3600',
  });
});

test('role, external id, duration and endpoint can be told, and are signed along', async () => {
  const roleArn = 'arn:aws:iam::999999999999:role/other';
  await issue({ roleArn, externalId: 'a b&c', durationSeconds: 900, endpoint: new URL('sts/x', endpoint) });
  const form = new URLSearchParams(lastReceived().body);
  assert.deepEqual(
    [form.get('RoleArn'), form.get('ExternalId'), form.get('DurationSeconds')],
    [roleArn, 'a b&c', '900'],
  );
  assert.equal(lastReceived().request.url, '/sts/x');
  assert.ok(auth(lastReceived().request).endsWith(signatureOf(lastReceived(), SOURCE.secretAccessKey)));
});

test('a refusal keeps its code and loses its message, which may quote the request', async () => {
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code><Message>x-amz-security-token:${SOURCE.sessionToken} SECRET</Message></Error></ErrorResponse>`;
  assert.deepEqual(await failureOf(issue({}, answer(403, body))), {
    code: 'SignatureDoesNotMatch',
    message: 'the STS refused AssumeRole with SignatureDoesNotMatch (HTTP 403)',
  });
  const denied = '<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>';
  assert.equal((await failureOf(issue({}, answer(403, denied)))).code, 'AccessDenied');
});

test('whatever else comes back is a failure', async () => {
  const withoutToken = GRANTED.replace(/<SessionToken>.*<\/SessionToken>/, '');
  for (const [reply, code] of [
    [answer(200, ''), 'MalformedResponse'],
    [answer(200, withoutToken), 'MalformedResponse'],
    [answer(200, '<Credentials><AccessKeyId>SECRET'), 'MalformedResponse'],
    [answer(500, '<html>SECRET</html>'), 'MalformedResponse'],
    [answer(502, '<Code>SECRET TOKEN</Code>'), 'MalformedResponse'],
    [answer(200, GRANTED.replace(EXPIRATION, 'tomorrow')), 'ExpiredToken'],
    [answer(200, GRANTED.replace(EXPIRATION, '2026-03-27T02:35:30Z')), 'ExpiredToken'],
    [(response: ServerResponse) => void response.destroy(), 'ConnectionError'],
  ] as const) {
    assert.equal((await failureOf(issue({}, reply))).code, code);
  }
});

test('an answer is read up to 64 KiB and no further', async () => {
  const long = await failureOf(issue({}, answer(200, GRANTED + ' '.repeat(65_536))));
  assert.equal(long.message, `the STS at ${endpoint.origin} answered more than 65536 bytes`);
});

test('a signed request follows no redirection', async () => {
  const before = received.length;
  const redirect: Answer = (response) => void response.writeHead(307, { location: '/' }).end();
  assert.equal((await failureOf(issue({}, redirect))).code, 'ConnectionError');
  assert.equal(received.length, before + 1);
});

test('an STS that does not answer in time, or at all, is named by its origin only', async () => {
  const slow = await failureOf(issue({ timeoutMs: 50 }, () => undefined));
  assert.deepEqual(slow, {
    code: 'RequestTimeout',
    message: `the STS at ${endpoint.origin} did not answer within 50 ms`,
  });
  const nowhere = await failureOf(issue({ endpoint: new URL('http://user:SECRET@127.0.0.1:1/?SECRET') }));
  assert.equal(nowhere.code, 'ConnectionError');
});

test('without source credentials nothing is sent', async () => {
  const before = received.length;
  const failure = await failureOf(issue({ source: () => err({ code: 'NoCredentials', message: 'none' }) }));
  assert.equal(failure.code, 'NoCredentials');
  assert.equal(received.length, before);
});

test('source credentials are read from the names that SDKs use, or others', () => {
  const environment = {
    AWS_ACCESS_KEY_ID: 'A',
    AWS_SECRET_ACCESS_KEY: 'B',
    AWS_SESSION_TOKEN: '',
    MY_ID: 'C',
    MY_KEY: 'D',
    MY_TOKEN: 'E',
  };
  const mine = { accessKeyId: 'MY_ID', secretAccessKey: 'MY_KEY', sessionToken: 'MY_TOKEN' };
  assert.deepEqual(credentialsFromEnvironment(environment), ok({ accessKeyId: 'A', secretAccessKey: 'B' }));
  assert.deepEqual(
    credentialsFromEnvironment(environment, mine),
    ok({ accessKeyId: 'C', secretAccessKey: 'D', sessionToken: 'E' }),
  );
  assert.deepEqual(
    credentialsFromEnvironment({ AWS_ACCESS_KEY_ID: 'SECRET' }),
    err({ code: 'NoCredentials', message: 'not set in the environment: AWS_SECRET_ACCESS_KEY' }),
  );
});
