import type { ApiError, guardduty } from '#protocol/aws';
import { badRequest } from '../errors.ts';

/** What findings can be filtered and sorted by, besides anything below `service.action`, of GuardDuty's attributes. */
const ATTRIBUTES = new Set([
  'accountId',
  'confidence',
  'createdAt',
  'id',
  'region',
  'severity',
  'type',
  'updatedAt',
  'resource.accessKeyDetails.accessKeyId',
  'resource.accessKeyDetails.principalId',
  'resource.accessKeyDetails.userName',
  'resource.accessKeyDetails.userType',
  'resource.containerDetails.id',
  'resource.containerDetails.image',
  'resource.containerDetails.name',
  'resource.instanceDetails.iamInstanceProfile.id',
  'resource.instanceDetails.iamInstanceProfile.arn',
  'resource.instanceDetails.imageId',
  'resource.instanceDetails.instanceId',
  'resource.instanceDetails.instanceType',
  'resource.instanceDetails.availabilityZone',
  'resource.instanceDetails.tags.key',
  'resource.instanceDetails.tags.value',
  'resource.instanceDetails.networkInterfaces.ipv6Addresses',
  'resource.instanceDetails.networkInterfaces.privateIpAddresses.privateIpAddress',
  'resource.instanceDetails.networkInterfaces.publicIp',
  'resource.instanceDetails.networkInterfaces.subnetId',
  'resource.instanceDetails.networkInterfaces.vpcId',
  'resource.resourceType',
  'service.action.actionType',
  'service.action.awsApiCallAction.api',
  'service.action.awsApiCallAction.callerType',
  'service.action.awsApiCallAction.errorCode',
  'service.action.awsApiCallAction.remoteIpDetails.ipAddressV4',
  'service.action.awsApiCallAction.remoteIpDetails.ipAddressV6',
  'service.action.awsApiCallAction.remoteAccountDetails.affiliated',
  'service.action.awsApiCallAction.serviceName',
  'service.archived',
  'service.count',
  'service.eventFirstSeen',
  'service.eventLastSeen',
  'service.resourceRole',
  'service.runtimeDetails.process.executablePath',
  'service.runtimeDetails.process.name',
]);

/** What is wrong with criteria or an order. */
export function invalidCriteria(
  criteria: guardduty.FindingCriteria | undefined,
  sort: guardduty.SortCriteria | undefined,
): ApiError | undefined {
  const named = [
    ...Object.keys(criteria?.Criterion ?? {}),
    ...(sort?.AttributeName === undefined ? [] : [sort.AttributeName]),
  ];
  const unknown = named.find((attribute) => !ATTRIBUTES.has(attribute));
  return unknown === undefined
    ? undefined
    : badRequest(
        `findings have no attribute ${unknown.slice(0, 100)} to filter or sort by; write it as in resource.instanceDetails.instanceId`,
      );
}

/** Whether a finding fulfils all criteria. */
export function fulfils(finding: guardduty.Finding, criteria: guardduty.FindingCriteria | undefined): boolean {
  return Object.entries(criteria?.Criterion ?? {}).every(([attribute, condition]) =>
    fulfilsOne(valuesAt(finding, attribute), condition),
  );
}

/** The values of an attribute, such as `resource.instanceDetails.tags.key`: several where there are lists on the way. */
export function valuesAt(finding: guardduty.Finding, attribute: string): readonly Value[] {
  let found: readonly unknown[] = [finding];
  for (const name of attribute.split('.')) {
    const member = `${name[0]?.toUpperCase()}${name.slice(1)}`;
    found = found.flatMap((value) =>
      typeof value === 'object' && value !== null && member in value ? Reflect.get(value, member) : [],
    );
  }
  return found.filter((value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean');
}

type Value = string | number | boolean;

function fulfilsOne(values: readonly Value[], condition: guardduty.Condition): boolean {
  const { Eq, Neq, Matches, NotMatches, Equals, NotEquals } = condition;
  const texts = values.map(String);
  const isAmong = (wanted: readonly string[]): boolean => texts.some((text) => wanted.includes(text));
  const isLike = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => texts.some((text) => wildcard(pattern).test(text)));
  return [
    Eq === undefined || isAmong(Eq),
    Equals === undefined || isAmong(Equals),
    Neq === undefined || !isAmong(Neq),
    NotEquals === undefined || !isAmong(NotEquals),
    Matches === undefined || isLike(Matches),
    NotMatches === undefined || !isLike(NotMatches),
    isWithin(values.map(numberOf), condition),
  ].every(Boolean);
}

/** Times are compared in milliseconds since the epoch. */
function numberOf(value: Value): number {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number(value);
}

function isWithin(numbers: readonly number[], condition: guardduty.Condition): boolean {
  const { Gt, Gte, Lt, Lte, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual } = condition;
  const [above, from, below, upTo] = [
    GreaterThan ?? Gt,
    GreaterThanOrEqual ?? Gte,
    LessThan ?? Lt,
    LessThanOrEqual ?? Lte,
  ];
  if ([above, from, below, upTo].every((bound) => bound === undefined)) return true;
  return numbers.some(
    (number) =>
      number > (above ?? -Infinity) &&
      number >= (from ?? -Infinity) &&
      number < (below ?? Infinity) &&
      number <= (upTo ?? Infinity),
  );
}

/** `*` and `?` stand for anything and any character. */
function wildcard(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}
