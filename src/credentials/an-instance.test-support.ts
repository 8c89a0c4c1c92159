import { BUILT_IN_METADATA_OPTIONS, completeInstance, deriveInstanceId, parseAccountId } from '#model';
import type { Instance, InstanceDeclaration, InstanceProfile } from '#model';
import { profileRole } from './instance-role.ts';
import type { SessionRequest } from './credentials.ts';

/** Launched on a whole second. */
export const LAUNCHED = Date.UTC(2026, 2, 27, 2, 35, 30);

/** A profile with a role that can be assumed. */
export const PROFILE: InstanceProfile = {
  name: 'web',
  arn: 'arn:aws:iam::123456789012:instance-profile/web',
  id: 'AIPAVMQT32F2QEXAMPLE1',
  status: 'ready',
  roleName: 'app-role',
  roleId: 'AROAVMQT32F2QEXAMPLE1',
  roleArn: 'arn:aws:iam::123456789012:role/app-role',
};

/** An instance with a role, but for what the test says. */
export function anInstance(said: Partial<InstanceDeclaration> = {}): Instance {
  const accountId = parseAccountId('123456789012');
  if (!accountId.ok) throw new Error(accountId.error);
  return completeInstance({
    id: deriveInstanceId('test'),
    accountId: accountId.value,
    region: 'us-east-1',
    launchTimeMs: LAUNCHED,
    revisedAtMs: LAUNCHED,
    metadataOptions: BUILT_IN_METADATA_OPTIONS,
    instanceProfile: PROFILE,
    ...said,
  });
}

/** A request for the role of an instance's profile. */
export function aRequest(said: Partial<SessionRequest> = {}): SessionRequest {
  const instance = said.instance ?? anInstance();
  const role = profileRole(instance);
  if (role === undefined) throw new Error('the instance has no role');
  return { instance, role, delivery: '2.0', ...said };
}

/** A clock that stands until it is turned. */
export class HandTurnedClock {
  nowMs = LAUNCHED;

  now(): number {
    return this.nowMs;
  }

  turn(byMs: number): void {
    this.nowMs += byMs;
  }
}
