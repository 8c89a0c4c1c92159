import type { FaultDeclaration } from '#fault';
import type { EventRequest } from '#schedule';
import type { EventHandle } from './event-handle.ts';
import type { FaultHandle } from './fault-handle.ts';
import type { ImdsInstance } from './imds-configuration.ts';

/** When an event begins, by the service's clock: `at` a UTC time, or `in` so long, such as `30s`; now unless told. */
export type When = Pick<EventRequest, 'at' | 'in'>;

/** What a Spot interruption looks like: what the instance declares, two minutes after the notice, unless told. */
export type SpotInterruption = NonNullable<EventRequest['spotInterruption']> &
  When &
  Pick<EventRequest, 'anyLifeCycle'>;

/** Scheduled maintenance: what, and when. */
export type Maintenance = NonNullable<EventRequest['maintenance']> & When;

/** One instance of a running service. What is done to it is settled once the next request sees it. */
export interface InstanceHandle {
  readonly id: string;
  /** Changes what is said of the instance. What is not mentioned stays. */
  update(said: Omit<ImdsInstance, 'id'>): Promise<void>;
  /**
   * Gives a Spot interruption notice, and interrupts the instance when the clock has been turned that far. Rejects for one that is
   * no Spot Instance, unless `anyLifeCycle` is true.
   */
  interruptSpot(said?: SpotInterruption): Promise<EventHandle>;
  recommendRebalance(said?: When & Pick<EventRequest, 'anyLifeCycle'>): Promise<EventHandle>;
  scheduleMaintenance(said: Maintenance): Promise<EventHandle>;
  /** Sets what `autoscaling/target-lifecycle-state` says. */
  setLifecycleState(state: NonNullable<EventRequest['targetLifecycleState']>, when?: When): Promise<EventHandle>;
  /** Sets what `instance-action` says. */
  setInstanceAction(action: NonNullable<EventRequest['instanceAction']>, when?: When): Promise<EventHandle>;
  /** Role credentials are new from then on. */
  rotateCredentials(when?: When): Promise<EventHandle>;
  /** Makes the service misbehave for this instance alone. */
  fault(said: Omit<FaultDeclaration, 'instances'>): Promise<FaultHandle>;
}

/** What a handle is made of. */
export interface InstanceParts {
  readonly update: InstanceHandle['update'];
  readonly fire: (request: EventRequest) => Promise<EventHandle>;
  readonly fault: (said: FaultDeclaration) => Promise<FaultHandle>;
}

/** A handle of the instance `id`. */
export function instanceHandle(id: string, { update, fire, fault }: InstanceParts): InstanceHandle {
  const instances = [id];
  return {
    id,
    update,
    interruptSpot({ at, in: delay, anyLifeCycle, ...spotInterruption } = {}) {
      return fire({ instances, ...given({ at, in: delay, anyLifeCycle }), spotInterruption });
    },
    recommendRebalance: (said = {}) => fire({ instances, ...said, rebalanceRecommendation: true }),
    scheduleMaintenance({ at, in: delay, ...maintenance }) {
      return fire({ instances, ...given({ at, in: delay }), maintenance });
    },
    setLifecycleState: (targetLifecycleState, when = {}) => fire({ instances, ...when, targetLifecycleState }),
    setInstanceAction: (instanceAction, when = {}) => fire({ instances, ...when, instanceAction }),
    rotateCredentials: (when = {}) => fire({ instances, ...when, credentialRotation: true }),
    fault: (said) => fault({ ...said, instances }),
  };
}

type Given<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

function given<Fields extends object>(fields: Fields): Given<Fields> {
  // The same keys, fewer of them.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<Fields>;
}
