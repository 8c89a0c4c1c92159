type Values = Readonly<Record<string, unknown>>;

/** Operations of EC2's newer kind: their input and output stand in CloudTrail as they are, in an element of their name. */
const WRAPPED =
  /^(?:(?:Modify|Get)InstanceMetadata(?:Options|Defaults)|\w+LaunchTemplates?\w*|\w*IamInstanceProfileAssociations?|AssociateIamInstanceProfile|\w+InstanceCreditSpecifications?)$/;

/** Lists of ids as EC2 puts them: the name of the set, and of the member of each item. */
const ID_SETS: Readonly<Record<string, readonly [set: string, member: string]>> = {
  InstanceIds: ['instancesSet', 'instanceId'],
  ImageIds: ['imagesSet', 'imageId'],
  VolumeIds: ['volumeSet', 'volumeId'],
  VpcIds: ['vpcSet', 'vpcId'],
  SubnetIds: ['subnetSet', 'subnetId'],
  GroupIds: ['securityGroupIdSet', 'groupId'],
  SecurityGroupIds: ['groupSet', 'groupId'],
  NetworkInterfaceIds: ['networkInterfaceIdSet', 'networkInterfaceId'],
  KeyNames: ['keySet', 'keyName'],
  Resources: ['resourcesSet', 'resourceId'],
  Values: ['valueSet', 'value'],
};
const SETS: Readonly<Record<string, string>> = { Filters: 'filterSet', Tags: 'tagSet', Instances: 'instancesSet' };

/** The input of a call as CloudTrail's `requestParameters`. */
export function requestParameters(service: string, operation: string, input: Values | undefined): unknown {
  if (input === undefined || Object.keys(input).length === 0) return service === 'ec2' ? {} : null;
  if (service !== 'ec2') return lowerCamel(input);
  if (WRAPPED.test(operation)) return { [`${operation}Request`]: input };
  if (operation !== 'RunInstances') return ec2Elements(input);
  const { ImageId, MinCount, MaxCount, KeyName, ...rest } = input;
  const item = ec2Elements(present({ ImageId, MinCount, MaxCount, KeyName }));
  return { instancesSet: { items: [item] }, ...ec2Elements(rest) };
}

/** The output of a call as CloudTrail's `responseElements`. */
export function responseElements(
  service: string,
  operation: string,
  output: Values | undefined,
  requestId: string,
): unknown {
  if (service !== 'ec2') return output === undefined || Object.keys(output).length === 0 ? null : lowerCamel(output);
  if (output === undefined) return null;
  if (WRAPPED.test(operation)) return { [`${operation}Response`]: { requestId, ...lowerCamelMembers(output) } };
  return Object.keys(output).length === 0 ? { requestId, _return: true } : { requestId, ...ec2Elements(output) };
}

function lowerCamel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCamel);
  return isValues(value) ? lowerCamelMembers(value) : value;
}

function lowerCamelMembers(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [firstLower(name), lowerCamel(value)]));
}

function ec2Elements(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => ec2Element(name, value)));
}

/** EC2's lists are sets with items, each an element with members. */
function ec2Element(name: string, value: unknown): readonly [string, unknown] {
  if (!Array.isArray(value)) return [firstLower(name), isValues(value) ? ec2Elements(value) : value];
  const [set, member] = ID_SETS[name] ?? [SETS[name] ?? `${firstLower(name)}Set`, 'item'];
  const items = value.map((item: unknown) => (isValues(item) ? ec2Elements(item) : { [member]: item }));
  return [set, { items }];
}

function present(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function firstLower(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
