import { err, ok } from '#base';
import type { Result } from '#base';
import type { ApiError, ec2 } from '#protocol/aws';
import type { Call } from '../../action.ts';
import { ec2Error, invalidParameterValue } from '../errors.ts';
import { zonesOf } from '../zones.ts';

/** The availability zone a launch asks for, by name or id; undefined if it leaves that to EC2. */
export function launchZone({ region }: Call, placement: ec2.Placement = {}): Result<string | undefined, ApiError> {
  // Terraform sends an empty name where its user says none.
  const name = placement.AvailabilityZone === '' ? undefined : placement.AvailabilityZone;
  const { AvailabilityZoneId: id } = placement;
  if (name === undefined && id === undefined) return ok(undefined);
  if (name !== undefined && id !== undefined) return err(ONE_OF_BOTH);
  const zone = zonesOf(region).find((each) => each.name === name || each.id === id);
  if (zone !== undefined) return ok(zone.name);
  return err(invalidParameterValue(`Invalid availability zone: [${(name ?? id ?? '').slice(0, 100)}]`));
}

const ONE_OF_BOTH = ec2Error(
  'InvalidParameterCombination',
  'The parameters AvailabilityZone and AvailabilityZoneId may not be used together',
);
