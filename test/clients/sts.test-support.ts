// As much of AWS STS as answers AssumeRole and GetCallerIdentity, and that can be out of order.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';

/** A call as it arrived. */
export interface ReceivedCall {
  readonly action: string;
  readonly parameters: URLSearchParams;
  readonly authorization: string;
  readonly securityToken: string;
}

/** A running STS. */
export interface Sts {
  readonly url: string;
  readonly received: readonly ReceivedCall[];
  /** What AssumeRole gives from now on: credentials numbered from 1 that live as long, or a refusal. */
  answer: { readonly lifetimeSeconds: number } | 'AccessDenied';
  /** Refuses connections from now on. */
  stop(): Promise<void>;
}

/** Starts one on a free port. It ends with the file at the latest. */
export async function startSts(): Promise<Sts> {
  const received: ReceivedCall[] = [];
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  const sts: Sts = {
    url: `http://127.0.0.1:${port}`,
    received,
    answer: { lifetimeSeconds: 3600 },
    stop: () => stopped(server),
  };
  after(() => sts.stop());

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await callOf(request);
    received.push(call);
    const issued = received.filter(({ action }) => action === 'AssumeRole').length;
    const [status, text] = answerTo(call.action, sts.answer, issued);
    response.writeHead(status, { 'content-type': 'text/xml' }).end(text);
  }
  return sts;
}

async function callOf(request: IncomingMessage): Promise<ReceivedCall> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  const parameters = new URLSearchParams(body);
  return {
    action: parameters.get('Action') ?? '',
    parameters,
    authorization: request.headers.authorization ?? '',
    securityToken: String(request.headers['x-amz-security-token'] ?? ''),
  };
}

function answerTo(action: string, answer: Sts['answer'], issued: number): readonly [number, string] {
  if (action === 'GetCallerIdentity') return [200, CALLER];
  if (answer === 'AccessDenied') return [403, DENIED];
  const expiration = new Date(Date.now() + answer.lifetimeSeconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  return [200, assumed(issued, expiration)];
}

const NAMESPACE = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';
const METADATA = '<ResponseMetadata><RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ResponseMetadata>';

const CALLER = `<GetCallerIdentityResponse ${NAMESPACE}><GetCallerIdentityResult>
<Arn>arn:aws:sts::123456789012:assumed-role/app-role/i-1</Arn><UserId>AROA:i-1</UserId><Account>123456789012</Account>
</GetCallerIdentityResult>${METADATA}</GetCallerIdentityResponse>`;

const DENIED = `<ErrorResponse ${NAMESPACE}><Error><Type>Sender</Type><Code>AccessDenied</Code>
<Message>not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>`;

function assumed(issued: number, expiration: string): string {
  return `<AssumeRoleResponse ${NAMESPACE}><AssumeRoleResult>
<AssumedRoleUser><AssumedRoleId>AROAEXAMPLE:i-1</AssumedRoleId><Arn>arn:aws:sts::777788889999:assumed-role/remote/i-1</Arn></AssumedRoleUser>
<Credentials><AccessKeyId>ASIAFROMSTS${issued}</AccessKeyId><SecretAccessKey>secret/${issued}</SecretAccessKey>
<SessionToken>token+${issued}==</SessionToken><Expiration>${expiration}</Expiration></Credentials>
</AssumeRoleResult>${METADATA}</AssumeRoleResponse>`;
}

function stopped(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
