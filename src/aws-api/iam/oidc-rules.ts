import { isLoopback, parseAddress } from '#model';
import type { ApiError } from '#protocol/aws';
import { limitExceeded, validationError } from './errors.ts';

/** How many client ids a provider may have (IAM User Guide, "IAM and AWS STS quotas"). */
const CLIENT_IDS_MAX = 100;

const URL_LENGTH_MAX = 255;
const CLIENT_ID_LENGTH_MAX = 255;
const THUMBPRINTS_MAX = 5;
const PROVIDER_ARN = /^arn:[\w-]+:iam::\d{12}:oidc-provider\/[!-~]{1,255}$/;

/** What is wrong with the URL of a provider. */
export function invalidProviderUrl(url: string): ApiError | undefined {
  if (isProviderUrl(url)) return undefined;
  return validationError('Invalid Open ID Connect Provider URL: it must begin with https:// and have no query.');
}

/**
 * Whether a URL may be that of a provider. IAM takes `https://` only; here a provider on this machine may do without, as
 * there is nobody between who could change its keys.
 */
export function isProviderUrl(text: string): boolean {
  const url = text.length <= URL_LENGTH_MAX && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    return false;
  }
  return text.startsWith('https://') || (text.startsWith('http://') && isOnThisMachine(url));
}

/** Whether a URL leads to this machine. */
export function isOnThisMachine({ hostname }: URL): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true;
  const address = parseAddress(hostname.replaceAll(/^\[|\]$/g, ''));
  return address !== undefined && isLoopback(address);
}

/** What is wrong with client ids. */
export function invalidClientIds(ids: readonly string[] = []): ApiError | undefined {
  if (ids.length > CLIENT_IDS_MAX) return limitExceeded('ClientIdsPerOpenIdConnectProvider', CLIENT_IDS_MAX);
  const unfit = ids.find((id) => id.length < 1 || id.length > CLIENT_ID_LENGTH_MAX);
  if (unfit === undefined) return undefined;
  return validationError(`A client ID has 1 to ${CLIENT_ID_LENGTH_MAX} characters.`);
}

/** What is wrong with thumbprints: SHA-1 in hexadecimal digits. */
export function invalidThumbprints(thumbprints: readonly string[] = []): ApiError | undefined {
  if (thumbprints.length > THUMBPRINTS_MAX) {
    return { code: 'InvalidInput', message: `Thumbprint list must contain at most ${THUMBPRINTS_MAX} entries.` };
  }
  if (thumbprints.every((thumbprint) => /^[0-9a-fA-F]{40}$/.test(thumbprint))) return undefined;
  return validationError('A thumbprint has 40 hexadecimal digits.');
}

/** What is wrong with the ARN of a provider. */
export function invalidProviderArn(providerArn: string): ApiError | undefined {
  if (PROVIDER_ARN.test(providerArn)) return undefined;
  return { code: 'InvalidInput', message: `ARN ${providerArn.slice(0, 200)} is not valid.` };
}
