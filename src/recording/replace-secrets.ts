import { decodeUtf8, encodeUtf8 } from '#base';
import type { Secret } from './fixture.ts';

/** A body as it may be written down, and what was taken out of it. */
export interface Cleaned {
  readonly body: Uint8Array;
  readonly replaced: Secret | undefined;
}

/** Takes the place of user data that was not asked for: cloud-init reads it and does nothing. */
export const UNREAD_USER_DATA = '#cloud-config\n# replaced by openimds record: user data was not asked for\n';

/** Credentials keep the shape of their kind, so that clients get as far as the signature that is not theirs. */
const CREDENTIAL_FAKES: Readonly<Record<string, string>> = {
  AccessKeyId: 'ASIAREPLACEDREPLACED',
  SecretAccessKey: 'replaced/by/openimds/record/no/secret/00',
  Token: 'replaced-by-openimds-record',
  SessionToken: 'replaced-by-openimds-record',
};

const MEMBER = /("(AccessKeyId|SecretAccessKey|Token|SessionToken)"\s*:\s*)"(?:[^"\\]|\\.)*"/g;
const SIGNATURES = /\/dynamic\/instance-identity\/(?:signature|pkcs7|rsa2048|dsa2048)$/;
const CREDENTIALS = /\/(?:security-credentials|security-credentials-extended)\/[^/]+$/;

/** Replaces what nobody else may have by fakes that say what they are. `path` begins with its version. */
export function replaceSecrets(path: string, body: Uint8Array): Cleaned {
  if (body.length === 0) return { body, replaced: undefined };
  if (SIGNATURES.test(path)) return fake('signature');
  if (path.includes('/meta-data/managed-ssh-keys/')) return fake('ssh-keys');
  if (path.endsWith('/user-data')) return { body, replaced: undefined };
  const text = decodeUtf8(body);
  if (
    CREDENTIALS.test(path) &&
    (text === undefined || !MEMBER_ANYWHERE.test(text) || !text.trimStart().startsWith('{'))
  )
    return isFailure(text) ? { body, replaced: undefined } : fake('credentials');
  return text === undefined ? { body, replaced: undefined } : cleanedText(text, body);
}

const MEMBER_ANYWHERE = new RegExp(MEMBER.source);

/** EC2 tells in the same place that it has no credentials, and why. */
function isFailure(text: string | undefined): boolean {
  return text !== undefined && /^\{\s*"Code"\s*:\s*"(?!Success")\w+"/.test(text);
}

/** Only what holds a secret member is taken for credentials; a `Token` alone may be anything. */
function cleanedText(text: string, body: Uint8Array): Cleaned {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return fake('private-key');
  if (!text.includes('"SecretAccessKey"')) return { body, replaced: undefined };
  const cleaned = text.replaceAll(MEMBER, (_, before: string, name: string) => `${before}"${CREDENTIAL_FAKES[name]}"`);
  return { body: encodeUtf8(cleaned), replaced: 'credentials' };
}

function fake(secret: Secret): Cleaned {
  return { body: encodeUtf8(`replaced by openimds record: ${secret}`), replaced: secret };
}
