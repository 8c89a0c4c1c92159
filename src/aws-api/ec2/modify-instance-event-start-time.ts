import { err, ok } from '#base';
import type { Result } from '#base';
import type { InstanceDeclaration, MaintenanceEvent } from '#model';
import type { ApiError } from '#protocol/aws';
import { reschedule } from '#schedule';
import type { ActionOf, Call } from '../action.ts';
import { ec2Error, instancesNotFound } from './errors.ts';
import { isVisible, malformedInstanceId } from './find-instances.ts';
import { instancePermission } from './instance-permission.ts';
import { instanceStatusEvent } from './instance-status-event.ts';

/** EC2 API Reference, `ModifyInstanceEventStartTime`. What the event brings moves with it. */
export const modifyInstanceEventStartTime: ActionOf<'ec2', 'ModifyInstanceEventStartTime'> = {
  validate: ({ InstanceId }) => malformedInstanceId([InstanceId]),
  permissions: ({ InstanceId }, call) => [instancePermission(call, InstanceId)],
  async act({ InstanceId, InstanceEventId, NotBefore }, call) {
    const changed = await call.inventory.change('instance', InstanceId, (present) => {
      if (present === undefined || !isVisible(present, call)) return err(instancesNotFound([InstanceId]));
      const movable = checked(findEvent(present, InstanceEventId), NotBefore.getTime(), call);
      if (!movable.ok) return movable;
      return ok(reschedule(present, InstanceEventId, NotBefore.getTime(), call.nowMs));
    });
    if (!changed.ok) return changed;
    const event = changed.value.entity && findEvent(changed.value.entity, InstanceEventId);
    return ok({ Event: event && instanceStatusEvent(event) });
  },
};

function findEvent({ scheduledEvents = [] }: InstanceDeclaration, eventId: string): MaintenanceEvent | undefined {
  return scheduledEvents.find((event) => event.eventId === eventId);
}

/** EC2 User Guide, "Reschedule a scheduled event for an EC2 instance". */
const AHEAD_MS = 3_600_000;

function checked(
  event: MaintenanceEvent | undefined,
  notBeforeMs: number,
  { nowMs }: Call,
): Result<MaintenanceEvent, ApiError> {
  if (event === undefined)
    return err(ec2Error('InvalidInstanceEventIDNotFound', 'The specified ID of the event was not found.'));
  if (event.notBeforeDeadlineMs === undefined)
    return err(startTime('The event has no deadline, and cannot be rescheduled.'));
  if (notBeforeMs < nowMs + AHEAD_MS) return err(startTime('The new start time must be at least 60 minutes from now.'));
  if (notBeforeMs > event.notBeforeDeadlineMs)
    return err(startTime('The new start time must not be after the deadline of the event.'));
  return ok(event);
}

function startTime(message: string): ApiError {
  return ec2Error('InvalidInstanceEventStartTime', message);
}
