import type { RecordedCall } from '#telemetry';

/** A thing that a call was about. */
export interface CallResource {
  /** As AWS Config names kinds of resources. */
  readonly type: string;
  /** Id or name. */
  readonly name: string;
  readonly arn: string | undefined;
}

const RESOURCES_MAX = 50;

const EC2_TYPES: Readonly<Record<string, string>> = {
  i: 'AWS::EC2::Instance',
  ami: 'AWS::EC2::Ami',
  lt: 'AWS::EC2::LaunchTemplate',
  vol: 'AWS::EC2::Volume',
  eni: 'AWS::EC2::NetworkInterface',
  subnet: 'AWS::EC2::Subnet',
  vpc: 'AWS::EC2::VPC',
  sg: 'AWS::EC2::SecurityGroup',
};
const ARN_TYPES: Readonly<Record<string, string>> = {
  'iam/role': 'AWS::IAM::Role',
  'iam/user': 'AWS::IAM::User',
  'iam/policy': 'AWS::IAM::Policy',
  'iam/instance-profile': 'AWS::IAM::InstanceProfile',
  'cloudwatch/alarm': 'AWS::CloudWatch::Alarm',
};
const EC2_ID = /^(i|ami|lt|vol|eni|subnet|vpc|sg)-[0-9a-f]{8,17}$/;

/** What a call was about: the ARNs that permission was asked for, and the ids in its input and output. */
export function resourcesOf({ service, resources, input, output }: RecordedCall): readonly CallResource[] {
  // Who asks what happened to an instance has done nothing with it.
  if (service === 'cloudtrail') return [];
  const ids = new Set<string>();
  collectIds(input, ids);
  collectIds(output, ids);
  const found = [...resources.flatMap(ofArn), ...[...ids].map(ofId)];
  const byName = new Map(found.toReversed().map((resource) => [`${resource.type} ${resource.name}`, resource]));
  return [...byName.values()].toReversed().slice(0, RESOURCES_MAX);
}

function ofArn(arn: string): readonly CallResource[] {
  const match = /^arn:[^:]+:([^:]+):[^:]*:[^:]*:([^:/]+)[:/](.+)$/.exec(arn);
  if (match === null || arn.includes('*')) return [];
  const [, service = '', kind = '', rest = ''] = match;
  const name = rest.slice(rest.lastIndexOf('/') + 1);
  if (service === 'ec2' && EC2_ID.test(name)) return [{ ...ofId(name), arn }];
  const type = ARN_TYPES[`${service}/${kind}`];
  return type === undefined ? [] : [{ type, name, arn }];
}

function ofId(id: string): CallResource {
  return { type: EC2_TYPES[EC2_ID.exec(id)?.[1] ?? ''] ?? '', name: id, arn: undefined };
}

function collectIds(value: unknown, ids: Set<string>): void {
  if (ids.size >= RESOURCES_MAX) return;
  if (typeof value === 'string' && EC2_ID.test(value)) ids.add(value);
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) collectIds(inner, ids);
}
