import { arn, deriveResourceId } from '#model';
import { CONDITION_KEYS } from '#policy';
import type { ec2 } from '#protocol/aws';
import type { Call } from '../../action.ts';
import type { Permission } from '../../authorize/permission.ts';
import { regionalDocumentId } from '../../inventory/entities.ts';
import { imagePermission } from '../find-image.ts';
import { findProfile, passRolePermissions } from '../find-profile.ts';
import { templatePermission } from '../find-launch-template.ts';
import { specifiedTags, tagOnCreatePermissions } from '../tag-specifications.ts';
import { resolveLaunch, saidParameters } from './launch-parameters.ts';
import type { LaunchParameters, ResolvedLaunch } from './launch-parameters.ts';
import { launchZone } from './launch-zone.ts';
import { defaultSubnetId } from './subnet.ts';

type Keys = NonNullable<Permission['keys']>;

/**
 * What a launch needs permission for: every resource it makes and uses (Service Authorization Reference, Amazon EC2,
 * `RunInstances`), the role it passes, and the tags it gives.
 */
export function launchPermissions(input: ec2.RunInstancesRequest, call: Call): readonly Permission[] {
  const said = saidParameters(input);
  const found = resolveLaunch(input, call);
  const launch: ResolvedLaunch = found.ok
    ? found.value
    : { parameters: said, said, template: undefined, templateTags: {} };
  const instance = ec2Arn(call, 'instance/*');
  const { IamInstanceProfile, TagSpecifications } = launch.parameters;
  return [
    ...madeResources(launch, call),
    ...usedResources(launch, call),
    ...(input.LaunchTemplate === undefined
      ? []
      : [templatePermission(call, input.LaunchTemplate)].map((each) => withKeys(each, templateKeys(launch, call, [])))),
    ...(IamInstanceProfile === undefined ? [] : passRolePermissions(call, IamInstanceProfile, instance)),
    ...MADE.flatMap((type) =>
      tagOnCreatePermissions(ec2Arn(call, `${type}/*`), specifiedTags(TagSpecifications, type), 'RunInstances'),
    ),
  ];
}

/** What a launch makes. */
const MADE = ['instance', 'volume', 'network-interface'] as const;

function madeResources(launch: ResolvedLaunch, call: Call): readonly Permission[] {
  const { TagSpecifications } = launch.parameters;
  const members = Object.keys(launch.parameters).filter((name) => name !== 'TagSpecifications');
  const inherited = templateKeys(launch, call, members);
  const keys = { instance: instanceKeys(launch.parameters, call), volume: {}, 'network-interface': {} };
  return MADE.map((type) => ({
    resource: ec2Arn(call, `${type}/*`),
    requestTags: specifiedTags(TagSpecifications, type),
    keys: { ...keys[type], ...inherited },
  }));
}

/** Of the metadata options only what request or template says: what defaults and image will make of the rest is not in the context. */
function instanceKeys(parameters: LaunchParameters, call: Call): Keys {
  const { MetadataOptions, IamInstanceProfile, Placement, EbsOptimized = false, InstanceMarketOptions } = parameters;
  const profile = IamInstanceProfile && findProfile(call, IamInstanceProfile);
  const zone = launchZone(call, Placement);
  return {
    [CONDITION_KEYS.metadataHttpTokens]: MetadataOptions?.HttpTokens,
    [CONDITION_KEYS.metadataHttpEndpoint]: MetadataOptions?.HttpEndpoint,
    [CONDITION_KEYS.metadataHttpPutResponseHopLimit]: MetadataOptions?.HttpPutResponseHopLimit,
    [CONDITION_KEYS.instanceMetadataTags]: MetadataOptions?.InstanceMetadataTags,
    [CONDITION_KEYS.instanceType]: parameters.InstanceType,
    [CONDITION_KEYS.instanceProfile]: profile?.ok === true ? profile.value.arn : undefined,
    'ec2:AvailabilityZone': zone.ok ? (zone.value ?? `${call.region}a`) : undefined,
    'ec2:EbsOptimized': EbsOptimized,
    'ec2:InstanceMarketType': InstanceMarketOptions?.MarketType ?? 'on-demand',
    'ec2:PlacementGroup': Placement?.GroupName,
    'ec2:RootDeviceType': 'ebs',
    'ec2:Tenancy': Placement?.Tenancy ?? 'default',
  };
}

function usedResources(launch: ResolvedLaunch, call: Call): readonly Permission[] {
  const { parameters } = launch;
  const { ImageId, KeyName, SecurityGroupIds = [], NetworkInterfaces = [], SubnetId, Placement } = parameters;
  const vpc = deriveResourceId('vpc', call.region);
  const subnets = [SubnetId, ...NetworkInterfaces.map((nic) => nic.SubnetId)].filter((id) => id !== undefined);
  const groups = [...SecurityGroupIds, ...NetworkInterfaces.flatMap(({ Groups = [] }) => Groups)];
  const from = (...names: (keyof LaunchParameters)[]): Keys => templateKeys(launch, call, names);
  const others = [
    ...used(call, 'subnet', subnets.length > 0 ? subnets : [defaultSubnetId(call.region)], from('SubnetId')),
    ...used(
      call,
      'security-group',
      groups.length > 0 ? groups : [deriveResourceId('sg', `${vpc}/default`)],
      from('SecurityGroupIds', 'SecurityGroups'),
    ),
    ...used(
      call,
      'placement-group',
      Placement?.GroupName === undefined ? [] : [Placement.GroupName],
      from('Placement'),
    ),
  ];
  return [
    ...(ImageId === undefined ? [] : [withKeys(imagePermission(call, ImageId), from('ImageId'))]),
    ...(KeyName === undefined ? [] : [withKeys(keyPairPermission(call, KeyName), from('KeyName'))]),
    ...others,
  ];
}

function used(call: Call, type: string, ids: readonly string[], keys: Keys): readonly Permission[] {
  return [...new Set(ids)].map((id) => ({ resource: ec2Arn(call, `${type}/${id}`), keys }));
}

function keyPairPermission(call: Call, name: string): Permission {
  const keyPair = call.inventory.get('key-pair', regionalDocumentId(call.accountId, call.region, name));
  return { resource: ec2Arn(call, `key-pair/${name}`), resourceTags: keyPair?.tags };
}

/** Whether a resource is as the template has it: the request says none of `members`. */
function templateKeys({ template, said }: ResolvedLaunch, call: Call, members: readonly string[]): Keys {
  if (template === undefined) return {};
  const isOverridden = Object.entries(said).some(([name, value]) => value !== undefined && members.includes(name));
  return {
    [CONDITION_KEYS.launchTemplate]: ec2Arn(call, `launch-template/${template.id}`),
    [CONDITION_KEYS.isLaunchTemplateResource]: !isOverridden,
  };
}

function withKeys(permission: Permission, keys: Keys): Permission {
  return { ...permission, keys: { ...permission.keys, ...keys } };
}

function ec2Arn({ region, accountId }: Call, resource: string): string {
  return arn(region, 'ec2', region, accountId, resource);
}
