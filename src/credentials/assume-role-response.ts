import { err, ok } from '#base';
import type { Result } from '#base';
import type { Credentials, IssueFailure } from './credentials.ts';

/** What AssumeRole gives. */
export type AssumedRole = Omit<Credentials, 'issuedAtMs' | 'refreshAtMs'>;

/** Reads the XML of a successful AssumeRole (AWS STS API Reference). `nowMs` is when it came. */
export function parseAssumeRoleResponse(xml: string, nowMs: number): Result<AssumedRole, IssueFailure> {
  const credentials = element(xml, 'Credentials') ?? '';
  const accessKeyId = value(credentials, 'AccessKeyId');
  const secretAccessKey = value(credentials, 'SecretAccessKey');
  const sessionToken = value(credentials, 'SessionToken');
  const expiresAtMs = Date.parse(value(credentials, 'Expiration') ?? '');
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
    return err({ code: 'MalformedResponse', message: 'the STS answered 200 without credentials' });
  }
  if (!(expiresAtMs > nowMs)) {
    return err({ code: 'ExpiredToken', message: 'the STS gave credentials that had expired; are the clocks right?' });
  }
  const accountId = /^arn:[^:]*:sts::(\d{12}):/.exec(value(xml, 'Arn') ?? '')?.[1];
  return ok({ accessKeyId, secretAccessKey, sessionToken, expiresAtMs, accountId });
}

/** Reads an error answer. Only the code is taken: messages of signature errors quote the request, session token included. */
export function parseAssumeRoleError(status: number, xml: string): IssueFailure {
  const code = value(xml, 'Code') ?? '';
  const known = /^[A-Za-z][A-Za-z0-9.]{0,63}$/.test(code);
  return known
    ? { code, message: `the STS refused AssumeRole with ${code} (HTTP ${status})` }
    : { code: 'MalformedResponse', message: `the STS answered HTTP ${status} without an error code` };
}

/** The contents of the first element of this name. Elements of AssumeRole's answers do not nest in their like. */
function element(xml: string, name: string): string | undefined {
  const start = xml.indexOf(`<${name}>`);
  const end = xml.indexOf(`</${name}>`, start);
  return start === -1 || end === -1 ? undefined : xml.slice(start + name.length + 2, end);
}

function value(xml: string, name: string): string | undefined {
  const contents = element(xml, name)?.trim();
  return contents === undefined || contents === '' ? undefined : unescaped(contents);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-fA-F]{1,4})|#(\d{1,5})|(lt|gt|amp|quot|apos));/g, (_, hex, decimal, name) => {
    if (typeof name === 'string') return ENTITIES[name] ?? '';
    return String.fromCharCode(typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal));
  });
}
