import { DEFAULT_VALUES } from './default-values.ts';
import { compactJson, indentedJson } from './go-json.ts';
import type { GoValue } from './go-json.ts';
import { textOf } from './settings.ts';
import type { Settings } from './settings.ts';

/** The members of the documents among the values, as the mock writes them. */
const DOCUMENTS: Readonly<Record<string, readonly string[]>> = {
  'metadata.values.iam-info': ['Code', 'LastUpdated', 'InstanceProfileArn', 'InstanceProfileId'],
  'metadata.values.iam-security-credentials': [
    'Code',
    'LastUpdated',
    'Type',
    'AccessKeyId',
    'SecretAccessKey',
    'Token',
    'Expiration',
  ],
  'dynamic.values.instance-identity-document': [
    'accountId',
    'imageId',
    'availabilityZone',
    'ramdiskId',
    'kernelId',
    'devpayProductCodes',
    'marketplaceProductCodes',
    'version',
    'privateIp',
    'billingProducts',
    'instanceId',
    'pendingTime',
    'architecture',
    'instanceType',
    'region',
  ],
};
const ACCELERATOR = 'metadata.values.elastic-inference-accelerator';
const CREDENTIALS = 'metadata.values.iam-security-credentials';

const HOUR_MS = 3_600_000;
const LIFETIME_MS = 6 * HOUR_MS;

/** Static metadata: texts by their path, in the order of the mock's own table. User data is not among it. */
export function staticItems(settings: Settings, nowMs: number): readonly (readonly [path: string, text: string])[] {
  return [...settings.keys()].flatMap((key) => {
    const [, section = '', name = ''] = /^(metadata|dynamic)\.paths\.(.+)$/.exec(key) ?? [];
    const text = section === '' ? undefined : valueText(settings, `${section}.values.${name}`, nowMs);
    return text === undefined ? [] : [[textOf(settings, key), text] as const];
  });
}

function valueText(settings: Settings, key: string, nowMs: number): string | undefined {
  const members = DOCUMENTS[key];
  if (key === ACCELERATOR) return acceleratorText(settings);
  if (key === CREDENTIALS && members !== undefined)
    return indentedJson({ ...documentOf(settings, key, members), ...liveTimes(settings, nowMs) });
  if (members !== undefined) return indentedJson(documentOf(settings, key, members));
  // Paths without a value are those of events.
  if (!settings.has(key)) return undefined;
  const text = textOf(settings, key);
  return key.startsWith('dynamic.') && text === '' ? undefined : text;
}

function documentOf(settings: Settings, key: string, members: readonly string[]): Readonly<Record<string, GoValue>> {
  return Object.fromEntries(
    members.map((member) => {
      const value = settings.get(`${key}.${member.toLowerCase()}`) ?? null;
      return [member, value === null || Array.isArray(value) ? value : String(value)] as [string, GoValue];
    }),
  );
}

/** When static metadata is other than at `nowMs` next. */
export function nextIssueMs(nowMs: number): number {
  return (Math.floor(nowMs / HOUR_MS) + 1) * HOUR_MS;
}

/** The mock's credentials have expired in 2020. They live, unless somebody says when they end. */
function liveTimes(settings: Settings, nowMs: number): Readonly<Record<string, string>> {
  const issuedMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const time = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
  const isDefault = (member: string): boolean =>
    textOf(settings, `${CREDENTIALS}.${member}`) === DEFAULT_VALUES[`${CREDENTIALS}.${member}`];
  return {
    ...(isDefault('lastupdated') ? { LastUpdated: time(issuedMs) } : {}),
    ...(isDefault('expiration') ? { Expiration: time(issuedMs + LIFETIME_MS) } : {}),
  };
}

/** The only document that the mock writes on one line. */
function acceleratorText(settings: Settings): string {
  const version = 'version_2018_04_12';
  const member = (name: string): string => textOf(settings, `${ACCELERATOR}.${version}.${name}`);
  const [id, type] = ['elastic-inference-accelerator-id', 'elastic-inference-accelerator-type'];
  return compactJson({ [version]: { [id ?? '']: member(id ?? ''), [type ?? '']: member(type ?? '') } });
}
