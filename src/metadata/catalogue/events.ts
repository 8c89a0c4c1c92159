import type { MaintenanceEvent } from '#model';
import type { Subject } from '../category.ts';
import { jsonList } from '../json-text.ts';
import { eventTimestamp, timestamp } from '../timestamp.ts';

/** Scheduled maintenance, and the advice to leave a Spot Instance. */
export const events = {
  categories: [
    {
      path: 'meta-data/events/maintenance/history',
      since: '2018-08-17',
      present: 'always',
      value: ({ eventHistory }) => jsonList(eventHistory.map(maintenance)),
    },
    {
      path: 'meta-data/events/maintenance/scheduled',
      since: '2018-08-17',
      present: 'always',
      value: ({ scheduledEvents }) => jsonList(scheduledEvents.map(maintenance)),
    },
    {
      path: 'meta-data/events/recommendations/rebalance',
      since: '2020-10-27',
      present: 'when a rebalance recommendation has been given',
      value: ({ rebalanceNoticeMs }) =>
        rebalanceNoticeMs === undefined ? undefined : `{"noticeTime": "${timestamp(rebalanceNoticeMs)}"}`,
    },
  ],
} satisfies Subject;

function maintenance(event: MaintenanceEvent) {
  return {
    NotBefore: eventTimestamp(event.notBeforeMs),
    Code: event.code,
    Description: description(event),
    EventId: event.eventId,
    NotAfter: event.notAfterMs === undefined ? undefined : eventTimestamp(event.notAfterMs),
    State: event.state,
    NotBeforeDeadline: event.notBeforeDeadlineMs === undefined ? undefined : eventTimestamp(event.notBeforeDeadlineMs),
  };
}

const STATE_MARKS = { active: '', completed: '[Completed] ', canceled: '[Canceled] ' } satisfies Record<
  MaintenanceEvent['state'],
  string
>;

/** EC2 marks what is over in the description too; a description may have been declared with its mark. */
function description({ state, description }: MaintenanceEvent): string {
  const mark = STATE_MARKS[state];
  return description.startsWith(mark) ? description : `${mark}${description}`;
}
