import type { Happening, InstanceDeclaration, InstanceEvent, InstanceSelector } from '#model';

/** Why an event cannot befall an instance. */
export interface Unfitness {
  /** Goes on after the instance's id: `is terminated`. */
  readonly reason: string;
  /** Whether it may be otherwise later. */
  readonly passing: boolean;
}

/** How much one instance bears at a time. */
const AGENDA_MAX = 256;
const SCHEDULED_EVENTS_MAX = 64;

/** Whether a selector means an instance. */
export function selects(selector: InstanceSelector, { id, tags = {} }: InstanceDeclaration): boolean {
  switch (selector.kind) {
    case 'instances':
      return selector.instanceIds.includes(id);
    case 'tags':
      return Object.entries(selector.tags).every(([key, value]) => Object.hasOwn(tags, key) && tags[key] === value);
    case 'all':
      return true;
  }
}

/** Why an event cannot befall this instance now; undefined if it can. */
export function unfitness(
  instance: InstanceDeclaration,
  { happening, anyLifeCycle }: Pick<InstanceEvent, 'happening' | 'anyLifeCycle'>,
): Unfitness | undefined {
  const { state = 'running', lifeCycle = 'on-demand', agenda = [], scheduledEvents = [] } = instance;
  if (state === 'terminated' || state === 'shutting-down') return { reason: `is ${state}`, passing: false };
  if (isForSpot(happening) && lifeCycle !== 'spot' && !anyLifeCycle)
    return { reason: `is ${lifeCycle}, and EC2 tells this to Spot Instances only; ${REMEDY}`, passing: false };
  if (isForSpot(happening) && state !== 'running' && state !== 'pending')
    return { reason: `is ${state}; it must be running`, passing: true };
  if (happening.kind === 'spot-interruption' && instance.spotInterruption !== undefined)
    return { reason: 'has been given a Spot interruption notice already', passing: true };
  if (agenda.length >= AGENDA_MAX) return { reason: `has ${agenda.length} things to come already`, passing: true };
  if (happening.kind === 'maintenance' && scheduledEvents.length >= SCHEDULED_EVENTS_MAX)
    return { reason: `has ${scheduledEvents.length} scheduled events already`, passing: true };
  return undefined;
}

const REMEDY = 'launch or declare it as a Spot Instance (lifeCycle: spot), or ask for any life cycle (anyLifeCycle)';

function isForSpot({ kind }: Happening): boolean {
  return kind === 'spot-interruption' || kind === 'rebalance-recommendation';
}
