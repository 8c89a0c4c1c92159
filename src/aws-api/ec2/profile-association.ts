import { arn, deriveResourceId } from '#model';
import type { IamInstanceProfile, InstanceDeclaration, InstanceProfile } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { Permission } from '../authorize/permission.ts';
import { ec2Error } from './errors.ts';
import { visibleInstances } from './find-instances.ts';
import { profileOfInstance } from './find-profile.ts';

/** An instance that has a profile. */
export interface Associated extends InstanceDeclaration {
  readonly instanceProfile: InstanceProfile;
}

/** The association of an instance with its profile; the profile gone and back, or another, is another one. */
export function associationId({ id, instanceProfile }: Associated): string {
  return deriveResourceId('iip-assoc', `${id}/${instanceProfile.arn}/${instanceProfile.id}`);
}

/** Every instance of the call's account and Region that has a profile. */
export function associatedInstances(call: Call): readonly Associated[] {
  return visibleInstances(call).flatMap(({ entity }) => associated(entity) ?? []);
}

/** The instance if it has a profile and is not over. */
export function associated(instance: InstanceDeclaration): Associated | undefined {
  const { instanceProfile, state } = instance;
  return instanceProfile === undefined || state === 'terminated' ? undefined : { ...instance, instanceProfile };
}

/** An association as EC2 shows it, in the state it is passing through. */
export function associationView(
  instance: Associated,
  State: ec2.IamInstanceProfileAssociationState,
): ec2.IamInstanceProfileAssociation {
  const { arn: Arn, id: Id } = instance.instanceProfile;
  return { AssociationId: associationId(instance), InstanceId: instance.id, IamInstanceProfile: { Arn, Id }, State };
}

/** What is wrong with the spelling of association ids, or that there are none of them. */
export function unknownAssociation(id: string): ApiError {
  return ec2Error('InvalidAssociationID.NotFound', `An invalid association-id of '${id.slice(0, 100)}' was given`);
}

/** With this profile from now on, which begins another rotation of credentials: the sessions of the last one are not its. */
export function withProfile(instance: InstanceDeclaration, profile: IamInstanceProfile, call: Call): Associated {
  const instanceProfile = profileOfInstance(call, profile, instance.id);
  return { ...instance, instanceProfile, credentialsSinceMs: call.nowMs, revisedAtMs: call.nowMs };
}

/** ARN of an instance in the call's account and Region. */
export function instanceArn({ region, accountId }: Call, id: string): Permission['resource'] {
  return arn(region, 'ec2', region, accountId, `instance/${id}`);
}
