import type { CredentialsFault } from '#fault';
import type { Instance, ProfileStatus } from '#model';
import { withProfileStatus } from '../parts.ts';

/** An instance as a fault makes it appear. */
export interface AppearedInstance {
  readonly instance: Instance;
  /** What is found of its profile; undefined: the truth. */
  readonly profileStatus: ProfileStatus | undefined;
}

/** What `fault` makes of an instance; undefined: nothing. The whole tree follows, listings too. */
export function appearance(instance: Instance, fault: CredentialsFault | undefined): AppearedInstance | undefined {
  switch (fault?.kind) {
    case undefined:
    case 'expires':
      return undefined;
    case 'missing':
      return { instance: { ...instance, instanceProfile: undefined }, profileStatus: undefined };
    case 'role-unauthorized':
    case 'profile-not-found':
      return { instance: withProfileStatus(instance, fault.kind), profileStatus: fault.kind };
  }
}
