import { deriveResourceId } from '#model';
import type { Random } from '#base';

/** A new id of an event. */
export function newEventId(random: Random): string {
  const digits = [...random.bytes(8)].map((byte) => byte.toString(16).padStart(2, '0'));
  return `event-0${digits.join('')}`;
}

/** The id of the scheduled event that an instance shows because of a maintenance event: the same one always. */
export function maintenanceEventId(eventId: string, instanceId: string): string {
  return deriveResourceId('instance-event', `${eventId}/${instanceId}`);
}
