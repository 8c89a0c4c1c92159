import { err, ok } from '#base';
import type { Result } from '#base';
import type { InstanceDeclaration, MetadataDefaults, MetadataOptions } from '#model';
import { CONDITION_KEYS } from '#policy';
import type { ApiError, ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { ec2Error, instancesNotFound, invalidParameterValue } from './errors.ts';
import { isVisible, malformedInstanceId } from './find-instances.ts';
import { invalidHopLimit } from './hop-limit.ts';
import { instancePermission } from './instance-permission.ts';
import { stateOf } from './instance-state.ts';
import { metadataDefaultsOf } from './metadata-defaults.ts';
import { metadataOptionsView } from './metadata-options-view.ts';
import { unfitForMetadata } from './tag-rules.ts';

type Input = ec2.ModifyInstanceMetadataOptionsRequest;

/** EC2 API Reference, `ModifyInstanceMetadataOptions`. What is not said keeps its value. */
export const modifyInstanceMetadataOptions: ActionOf<'ec2', 'ModifyInstanceMetadataOptions'> = {
  validate: ({ InstanceId, HttpPutResponseHopLimit: hops }) =>
    malformedInstanceId([InstanceId]) ?? (hops === undefined ? undefined : invalidHopLimit(hops)),
  permissions(input, call) {
    const permission = instancePermission(call, input.InstanceId);
    return [{ ...permission, keys: { ...permission.keys, ...requestedAttributes(input) } }];
  },
  async act(input, call) {
    const changed = await call.inventory.change('instance', input.InstanceId, (present) =>
      modified(present, input, call),
    );
    if (!changed.ok) return changed;
    const { entity, previous, revision } = changed.value;
    if (entity === undefined) return err(instancesNotFound([input.InstanceId]));
    const options = metadataOptionsView({ entity, revision }, call);
    // A running instance has the change ahead of it, however short that is (EC2 API Reference, `State`).
    const isPending = entity !== previous && stateOf(entity) === 'running';
    const InstanceMetadataOptions = isPending ? { ...options, State: 'pending' as const } : options;
    return ok({ InstanceId: input.InstanceId, InstanceMetadataOptions });
  },
};

function requestedAttributes(input: Input): Readonly<Record<string, string | number | undefined>> {
  return {
    [CONDITION_KEYS.attributeHttpTokens]: input.HttpTokens,
    [CONDITION_KEYS.attributeHttpEndpoint]: input.HttpEndpoint,
    [CONDITION_KEYS.attributeHttpPutResponseHopLimit]: input.HttpPutResponseHopLimit,
    [CONDITION_KEYS.attributeHttpProtocolIpv6]: input.HttpProtocolIpv6,
    [CONDITION_KEYS.attributeInstanceMetadataTags]: input.InstanceMetadataTags,
  };
}

function modified(
  instance: InstanceDeclaration | undefined,
  input: Input,
  call: Call,
): Result<InstanceDeclaration, ApiError> {
  if (instance === undefined || !isVisible(instance, call)) return err(instancesNotFound([input.InstanceId]));
  const refusal = unchangeable(instance) ?? impossible(instance, input, metadataDefaultsOf(call));
  if (refusal !== undefined) return err(refusal);
  const before = instance.metadataOptions;
  const metadataOptions = merged(before, input);
  if (sameOptions(before, metadataOptions)) return ok(instance);
  // Of the options only this one changes what metadata shows.
  const shows = before.instanceMetadataTags !== metadataOptions.instanceMetadataTags;
  return ok({ ...instance, metadataOptions, revisedAtMs: shows ? call.nowMs : instance.revisedAtMs });
}

function unchangeable(instance: InstanceDeclaration): ApiError | undefined {
  const state = stateOf(instance);
  if (state !== 'terminated' && state !== 'shutting-down') return undefined;
  const message = `The instance '${instance.id}' is not in a state from which its metadata options can be modified: ${state}.`;
  return ec2Error('IncorrectInstanceState', message);
}

function impossible(
  { metadataOptions, tags = {} }: InstanceDeclaration,
  input: Input,
  defaults: MetadataDefaults | undefined,
): ApiError | undefined {
  const endpoint = input.HttpEndpoint ?? metadataOptions.httpEndpoint;
  const saysHow = input.HttpTokens !== undefined || input.HttpPutResponseHopLimit !== undefined;
  if (endpoint === 'disabled' && saysHow) return ENDPOINT_DISABLED;
  if (input.HttpTokens === 'optional' && defaults?.httpTokensEnforced === 'enabled') return HTTP_TOKENS_ENFORCED;
  const unfit = input.InstanceMetadataTags === 'enabled' ? unfitForMetadata(Object.keys(tags)) : undefined;
  return unfit === undefined ? undefined : invalidParameterValue(unfit);
}

const ENDPOINT_DISABLED = ec2Error(
  'InvalidParameterCombination',
  "You can't specify HttpTokens or HttpPutResponseHopLimit while the HTTP endpoint of the instance metadata is disabled. Specify HttpEndpoint=enabled as well.",
);

/** EC2 User Guide, "Enforce IMDSv2 at the account level"; the same text at launch and afterwards. */
export const HTTP_TOKENS_ENFORCED = ec2Error(
  'UnsupportedOperation',
  "You can't launch instances with IMDSv1 because httpTokensEnforced is enabled for this account. Either launch the instance with httpTokens=required or contact your account owner to disable httpTokensEnforced using the ModifyInstanceMetadataDefaults API or the account settings in the EC2 console.",
);

function merged(options: MetadataOptions, input: Input): MetadataOptions {
  return {
    httpTokens: input.HttpTokens ?? options.httpTokens,
    httpPutResponseHopLimit: input.HttpPutResponseHopLimit ?? options.httpPutResponseHopLimit,
    httpEndpoint: input.HttpEndpoint ?? options.httpEndpoint,
    httpProtocolIpv6: input.HttpProtocolIpv6 ?? options.httpProtocolIpv6,
    instanceMetadataTags: input.InstanceMetadataTags ?? options.instanceMetadataTags,
  };
}

function sameOptions(one: MetadataOptions, other: MetadataOptions): boolean {
  return (
    one.httpTokens === other.httpTokens &&
    one.httpPutResponseHopLimit === other.httpPutResponseHopLimit &&
    one.httpEndpoint === other.httpEndpoint &&
    one.httpProtocolIpv6 === other.httpProtocolIpv6 &&
    one.instanceMetadataTags === other.instanceMetadataTags
  );
}
