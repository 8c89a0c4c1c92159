import { arn, completeInstance } from '#model';
import type { Instance } from '#model';
import { CONDITION_KEYS } from '#policy';
import type { Call } from '../action.ts';
import type { Permission } from '../authorize/permission.ts';
import { findInstance } from './find-instances.ts';

/** Permission for something with one instance, with the condition keys of that instance; of none if it does not exist. */
export function instancePermission(call: Call, id: string): Permission {
  const { region, accountId } = call;
  const held = findInstance(call, id);
  const resource = arn(region, 'ec2', region, accountId, `instance/${id}`);
  if (held === undefined) return { resource };
  const instance = completeInstance(held.entity);
  return { resource, resourceTags: instance.tags, keys: instanceKeys(instance) };
}

/** The condition keys of an instance (Service Authorization Reference, Amazon EC2, resource type `instance`). */
function instanceKeys(instance: Instance): NonNullable<Permission['keys']> {
  const { metadataOptions, instanceType, instanceProfile, availabilityZone } = instance;
  return {
    [CONDITION_KEYS.instanceType]: instanceType,
    [CONDITION_KEYS.instanceProfile]: instanceProfile?.arn,
    [CONDITION_KEYS.metadataHttpTokens]: metadataOptions.httpTokens,
    [CONDITION_KEYS.metadataHttpEndpoint]: metadataOptions.httpEndpoint,
    [CONDITION_KEYS.metadataHttpPutResponseHopLimit]: metadataOptions.httpPutResponseHopLimit,
    [CONDITION_KEYS.instanceMetadataTags]: metadataOptions.instanceMetadataTags,
    'ec2:AvailabilityZone': availabilityZone,
    'ec2:InstanceID': instance.id,
    'ec2:Tenancy': 'default',
    'ec2:RootDeviceType': 'ebs',
    'ec2:PlacementGroup': instance.placementGroupName,
  };
}
