import { err, ok } from '#base';
import type { Result } from '#base';
import { accountLevel, decideMetadataOptions, effectiveOptions, parseAccountId } from '#model';
import type { Image, KeyPair, LaunchedAlike, LaunchPlan, MetadataOptions, Tags } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { Call } from '../../action.ts';
import { defined } from '../../defined.ts';
import { regionalDocumentId } from '../../inventory/entities.ts';
import { ec2Error, invalidParameterValue } from '../errors.ts';
import { findImage, imagesNotFound } from '../find-image.ts';
import { findProfile } from '../find-profile.ts';
import { metadataDefaultsOf } from '../metadata-defaults.ts';
import { HTTP_TOKENS_ENFORCED } from '../modify-instance-metadata-options.ts';
import { newResourceId } from '../new-resource-id.ts';
import { unfitForMetadata } from '../tag-rules.ts';
import { specifiedTags } from '../tag-specifications.ts';
import { readUserData } from '../user-data.ts';
import { blockDevicesOf } from './block-devices.ts';
import { IMAGE_MISSING, invalidLaunch } from './invalid-launch.ts';
import { resolveLaunch } from './launch-parameters.ts';
import type { LaunchParameters } from './launch-parameters.ts';
import { launchControls } from './launch-controls.ts';
import { launchedApart } from './launched-apart.ts';
import { launchZone } from './launch-zone.ts';
import { planNetwork, requestedIpv4s } from './plan-network.ts';
import type { PlannedInterface } from './plan-network.ts';

/** How many instances one launch may make. */
const INSTANCES_MAX = 1000;

/** Decides a launch down to the last address; changes nothing. */
export function planLaunch(input: ec2.RunInstancesRequest, call: Call): Result<LaunchPlan, ApiError> {
  const resolved = resolveLaunch(input, call);
  if (!resolved.ok) return resolved;
  const { parameters, templateTags } = resolved.value;
  const { ImageId } = parameters;
  const wrong = ImageId === undefined ? IMAGE_MISSING : invalidLaunch(parameters);
  if (wrong !== undefined || ImageId === undefined) return err(wrong ?? IMAGE_MISSING);
  const image = launchableImage(call, ImageId);
  if (!image.ok) return image;
  const keyPair = findKeyPair(call, parameters);
  if (!keyPair.ok) return keyPair;
  const profile = parameters.IamInstanceProfile && findProfile(call, parameters.IamInstanceProfile);
  if (profile?.ok === false) return profile;
  const tags = { ...specifiedTags(parameters.TagSpecifications, 'instance'), ...templateTags };
  const metadataOptions = launchOptions(call, parameters, image.value, tags);
  if (!metadataOptions.ok) return metadataOptions;
  const zone = launchZone(call, parameters.Placement);
  if (!zone.ok) return zone;
  const network = planNetwork(parameters, zone.value, call);
  if (!network.ok) return network;
  const count = countOf(input, network.value);
  if (!count.ok) return count;
  const decided = { image: image.value, keyPair: keyPair.value, metadataOptions: metadataOptions.value, tags };
  const alike = launchedAlike(call, input.ClientToken, parameters, {
    ...decided,
    zone: zone.value ?? network.value[0]?.subnet.zone,
  });
  return ok({ alike, instances: launchedApart(call, count.value, network.value, profile?.value) });
}

/**
 * Images that nobody registered here are taken to be somebody else's public ones: of those there is no list. The error is an
 * image that is known not to be there for the caller.
 */
function launchableImage(call: Call, id: string): Result<Image | undefined, ApiError> {
  const image = findImage(call, id);
  return image === undefined && call.inventory.get('image', id) !== undefined ? err(imagesNotFound([id])) : ok(image);
}

function findKeyPair(
  { inventory, accountId, region }: Call,
  parameters: LaunchParameters,
): Result<KeyPair | undefined, ApiError> {
  const { KeyName: name } = parameters;
  if (name === undefined) return ok(undefined);
  const found = inventory.get('key-pair', regionalDocumentId(accountId, region, name));
  if (found !== undefined) return ok({ name: found.name, publicKey: found.publicKey });
  return err(ec2Error('InvalidKeyPair.NotFound', `The key pair '${name.slice(0, 255)}' does not exist`));
}

/** EC2 User Guide, "Order of precedence" for each option, then "Enforce IMDSv2 at the account level" on what came out. */
function launchOptions(
  call: Call,
  { MetadataOptions: asked = {} }: LaunchParameters,
  image: Image | undefined,
  tags: Tags,
): Result<MetadataOptions, ApiError> {
  const defaults = metadataDefaultsOf(call);
  const launch = defined({
    httpTokens: asked.HttpTokens,
    httpPutResponseHopLimit: asked.HttpPutResponseHopLimit,
    httpEndpoint: asked.HttpEndpoint,
    httpProtocolIpv6: asked.HttpProtocolIpv6,
    instanceMetadataTags: asked.InstanceMetadataTags,
  });
  const levels = { launch, account: accountLevel(defaults), imageSupportsV2: image?.imdsSupport === 'v2.0' };
  const options = effectiveOptions(decideMetadataOptions(levels));
  if (defaults?.httpTokensEnforced === 'enabled' && options.httpTokens !== 'required') return err(HTTP_TOKENS_ENFORCED);
  const unfit = options.instanceMetadataTags === 'enabled' ? unfitForMetadata(Object.keys(tags)) : undefined;
  return unfit === undefined ? ok(options) : err(invalidParameterValue(unfit));
}

/** As many as can be, down to `MinCount` (EC2 API Reference, `RunInstances`). */
function countOf(
  { MinCount, MaxCount }: ec2.RunInstancesRequest,
  network: readonly PlannedInterface[],
): Result<number, ApiError> {
  if (MinCount > INSTANCES_MAX) {
    const message = `You have requested more instances (${MinCount}) than your current instance limit of ${INSTANCES_MAX} allows for the specified instance type.`;
    return err(ec2Error('InstanceLimitExceeded', message));
  }
  const count = Math.min(MaxCount, INSTANCES_MAX);
  const addresses = network.flatMap(({ specification: nic }) => [...requestedIpv4s(nic), ...(nic.Ipv6Addresses ?? [])]);
  const interfaces = network.filter(({ specification }) => specification.NetworkInterfaceId !== undefined);
  return count > 1 && addresses.length + interfaces.length > 0 ? err(ONE_ADDRESS) : ok(count);
}

const ONE_ADDRESS = ec2Error(
  'InvalidParameterCombination',
  'A network interface or an IP address may not be specified for more than one instance in the same request',
);

interface Decided {
  readonly image: Image | undefined;
  readonly keyPair: KeyPair | undefined;
  readonly metadataOptions: MetadataOptions;
  readonly tags: Tags;
  readonly zone: string | undefined;
}

function launchedAlike(
  call: Call,
  clientToken: string | undefined,
  parameters: LaunchParameters,
  { image, keyPair, metadataOptions, tags, zone }: Decided,
): LaunchedAlike {
  const account = parseAccountId(call.accountId);
  const userData = readUserData(parameters.UserData ?? '');
  if (!account.ok || !userData.ok)
    throw new Error('the account of a call, or user data that was looked at, is malformed');
  const { Placement, Monitoring, InstanceMarketOptions } = parameters;
  return {
    accountId: account.value,
    region: call.region,
    launchTimeMs: call.nowMs,
    revisedAtMs: call.nowMs,
    metadataOptions,
    tags,
    reservationId: newResourceId('r', call.platform.random),
    ...defined({
      imageId: parameters.ImageId,
      instanceType: parameters.InstanceType,
      availabilityZone: zone,
      keyPair,
      userDataBase64: userData.value,
      lifeCycle:
        InstanceMarketOptions?.MarketType === undefined ? undefined : LIFE_CYCLES[InstanceMarketOptions.MarketType],
      interruptionBehavior: InstanceMarketOptions?.SpotOptions?.InstanceInterruptionBehavior,
      monitoring: Monitoring?.Enabled === true ? ('enabled' as const) : undefined,
      placementGroupName: Placement?.GroupName || undefined,
      hostId: Placement?.HostId || undefined,
      partitionNumber: Placement?.PartitionNumber,
      kernelId: parameters.KernelId,
      ramdiskId: parameters.RamdiskId,
      hibernationConfigured: parameters.HibernationOptions?.Configured,
      blockDevices: blockDevicesOf(parameters.BlockDeviceMappings, image),
    }),
    controls: launchControls(clientToken, parameters, image),
  };
}

const LIFE_CYCLES = {
  spot: 'spot',
  'capacity-block': 'capacity-block',
  'interruptible-capacity-reservation': 'on-demand',
  'on-demand': 'on-demand',
} as const satisfies Record<ec2.MarketType, string>;
