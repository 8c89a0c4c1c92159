import type { Subject } from '../category.ts';
import { timestamp } from '../timestamp.ts';

/** The notice that a Spot Instance will be interrupted. */
export const spot = {
  categories: [
    {
      path: 'meta-data/spot/instance-action',
      since: '2016-11-15',
      present: 'when the Spot Instance is marked to be stopped, hibernated or terminated',
      value: ({ spotInterruption: notice }) =>
        notice === undefined ? undefined : `{"action": "${notice.action}", "time": "${timestamp(notice.timeMs)}"}`,
    },
    {
      path: 'meta-data/spot/termination-time',
      since: '2014-11-05',
      present: 'when the Spot Instance is marked to be terminated',
      value: ({ spotInterruption: notice }) => (notice?.action === 'terminate' ? timestamp(notice.timeMs) : undefined),
    },
  ],
} satisfies Subject;
