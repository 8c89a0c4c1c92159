import type { InstanceDeclaration } from '#model';

/**
 * Moves a scheduled event of an instance, and what it brings, to another beginning; its length stays. The same object if
 * it is not scheduled.
 */
export function reschedule(
  instance: InstanceDeclaration,
  eventId: string,
  notBeforeMs: number,
  nowMs: number,
): InstanceDeclaration {
  const { scheduledEvents = [], agenda } = instance;
  const event = scheduledEvents.find((each) => each.eventId === eventId);
  if (event === undefined) return instance;
  const byMs = notBeforeMs - event.notBeforeMs;
  const notAfterMs = event.notAfterMs === undefined ? undefined : event.notAfterMs + byMs;
  const moved = agenda
    ?.map((item) => (item.maintenanceEventId === eventId ? { ...item, atMs: item.atMs + byMs } : item))
    .sort((one, other) => one.atMs - other.atMs);
  return {
    ...instance,
    ...(moved === undefined ? {} : { agenda: moved }),
    scheduledEvents: scheduledEvents.map((each) => (each === event ? { ...event, notBeforeMs, notAfterMs } : each)),
    revisedAtMs: nowMs,
  };
}
