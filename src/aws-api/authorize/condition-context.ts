import { CONDITION_KEYS, requestContext, TAG_KEY_PREFIXES } from '#policy';
import type { RequestContext } from '#policy';
import type { Tags } from '#model';
import type { Caller } from '../authenticate/caller.ts';
import { organizationPlace } from './scp-levels.ts';
import type { OrganizationPlace } from './scp-levels.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Permission } from './permission.ts';
import { identityOf } from './policies-of.ts';

/** What a call is, but for its input. */
export interface CallCircumstances {
  readonly inventory: Inventory;
  readonly caller: Caller;
  readonly nowMs: number;
  readonly region: string;
  readonly sourceAddress: string;
  readonly userAgent: string;
}

type Values = string | readonly string[] | undefined;
type Entry = readonly [key: string, values: Values];

/** The condition keys of one permission of a call. Keys without a value are left out. */
export function conditionContext(circumstances: CallCircumstances, permission: Permission): RequestContext {
  const own = Object.entries(permission.keys ?? {}).map(([key, value]): Entry => [key, value?.toString()]);
  const entries = [
    ...principalKeys(circumstances),
    ...sessionKeys(circumstances.caller),
    ...networkKeys(circumstances),
    ...resourceKeys(circumstances, permission),
    ...tagKeys(permission),
    ...own,
  ];
  return requestContext(entries.flatMap(([key, values]) => (values === undefined ? [] : [[key, values] as const])));
}

const TYPES = {
  root: 'Account',
  user: 'User',
  'assumed-role': 'AssumedRole',
  'federated-user': 'FederatedUser',
  'web-identity': 'Anonymous',
  anonymous: 'Anonymous',
  service: undefined,
} as const;

function principalKeys({ inventory, caller }: CallCircumstances): readonly Entry[] {
  const { principal } = caller;
  const type: Entry = [CONDITION_KEYS.principalType, TYPES[principal.kind]];
  const isService: Entry = [CONDITION_KEYS.principalIsAwsService, String(principal.kind === 'service')];
  if (!('accountId' in principal)) return [type, isService];
  const place = organizationPlace(inventory, principal.accountId);
  const tags = { ...identityOf(inventory, caller)?.tags, ...caller.session?.tags };
  return [
    type,
    isService,
    [CONDITION_KEYS.principalArn, principal.kind === 'assumed-role' ? principal.roleArn : principal.arn],
    [CONDITION_KEYS.principalAccount, principal.accountId],
    [CONDITION_KEYS.userId, principal.id],
    [CONDITION_KEYS.userName, principal.kind === 'user' ? principal.arn.split('/').at(-1) : undefined],
    [CONDITION_KEYS.principalOrgId, place?.organization.id],
    [CONDITION_KEYS.principalOrgPaths, place && [organizationPath(place)]],
    ...tagEntries(TAG_KEY_PREFIXES.principal, tags),
  ];
}

/** `o-a1b2/r-ab12/ou-ab12-11111111/`: down to the unit that the account is in. */
function organizationPath({ organization, path }: OrganizationPlace): string {
  return [organization.id, ...path.slice(0, -1), ''].join('/');
}

function sessionKeys({ session }: Caller): readonly Entry[] {
  if (session === undefined) return [];
  const { instance } = session;
  return [
    [CONDITION_KEYS.tokenIssueTime, isoDate(session.issuedAtMs)],
    [CONDITION_KEYS.multiFactorAuthPresent, 'false'],
    [CONDITION_KEYS.sourceIdentity, session.sourceIdentity],
    [CONDITION_KEYS.federatedProvider, session.federatedProvider],
    [CONDITION_KEYS.roleDelivery, instance?.delivery],
    [CONDITION_KEYS.sourceInstanceArn, instance?.arn],
    [CONDITION_KEYS.ec2InstanceSourceVpc, instance?.vpcId],
    [CONDITION_KEYS.ec2InstanceSourcePrivateIpv4, instance?.privateIpv4],
  ];
}

function networkKeys({ nowMs, region, sourceAddress, userAgent }: CallCircumstances): readonly Entry[] {
  return [
    [CONDITION_KEYS.currentTime, isoDate(nowMs)],
    [CONDITION_KEYS.epochTime, String(Math.floor(nowMs / 1000))],
    [CONDITION_KEYS.sourceIp, sourceAddress],
    [CONDITION_KEYS.userAgent, userAgent === '' ? undefined : userAgent],
    [CONDITION_KEYS.secureTransport, 'false'],
    [CONDITION_KEYS.viaAwsService, 'false'],
    [CONDITION_KEYS.requestedRegion, region],
  ];
}

function resourceKeys({ inventory, caller, region }: CallCircumstances, { resource }: Permission): readonly Entry[] {
  const [, , service = '', , owner = ''] = resource.split(':');
  const accountId = /^\d{12}$/.test(owner) ? owner : caller.accountId;
  return [
    [CONDITION_KEYS.resourceAccount, accountId],
    [CONDITION_KEYS.resourceOrgId, organizationPlace(inventory, accountId)?.organization.id],
    [CONDITION_KEYS.ec2Region, service === 'ec2' ? region : undefined],
  ];
}

function tagKeys({ resourceTags = {}, requestTags }: Permission): readonly Entry[] {
  return [
    ...tagEntries(TAG_KEY_PREFIXES.resource, resourceTags),
    ...tagEntries(TAG_KEY_PREFIXES.ec2Resource, resourceTags),
    ...tagEntries(TAG_KEY_PREFIXES.request, requestTags ?? {}),
    [CONDITION_KEYS.tagKeys, requestTags && Object.keys(requestTags)],
  ];
}

function tagEntries(prefix: string, tags: Tags): readonly Entry[] {
  return Object.entries(tags).map(([key, value]) => [`${prefix}${key}`, value]);
}

/** `2026-03-27T02:35:30Z`. */
function isoDate(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}
