import type { Instance, MaintenanceEvent } from '#model';
import type { ec2 } from '#protocol/aws';

/** How long what is over stays (EC2 User Guide, "Scheduled events for your instances"). */
const WEEK_MS = 7 * 86_400_000;

/** The scheduled events of an instance, and for a week those that are over. */
export function instanceStatusEvents(
  { scheduledEvents, eventHistory }: Pick<Instance, 'scheduledEvents' | 'eventHistory'>,
  nowMs: number,
): readonly ec2.InstanceStatusEvent[] {
  const recent = eventHistory.filter(({ notAfterMs, notBeforeMs }) => (notAfterMs ?? notBeforeMs) > nowMs - WEEK_MS);
  return [...scheduledEvents, ...recent].map(instanceStatusEvent);
}

const MARKS = { active: '', completed: '[Completed] ', canceled: '[Canceled] ' } as const satisfies Readonly<
  Record<MaintenanceEvent['state'], string>
>;

/** A scheduled event as EC2's API shows it. */
export function instanceStatusEvent(event: MaintenanceEvent): ec2.InstanceStatusEvent {
  const mark = MARKS[event.state];
  return {
    InstanceEventId: event.eventId,
    Code: event.code,
    Description: event.description.startsWith(mark) ? event.description : `${mark}${event.description}`,
    NotBefore: new Date(event.notBeforeMs),
    NotAfter: dateOf(event.notAfterMs),
    NotBeforeDeadline: dateOf(event.notBeforeDeadlineMs),
  };
}

function dateOf(timeMs: number | undefined): Date | undefined {
  return timeMs === undefined ? undefined : new Date(timeMs);
}
