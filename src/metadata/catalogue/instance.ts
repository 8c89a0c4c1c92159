import type { Subject } from '../category.ts';

/** The instance itself: what it is, how it was bought, what is about to happen to it. */
export const instance = {
  categories: [
    {
      path: 'meta-data/hibernation/configured',
      since: '2018-09-24',
      present: 'when the instance reports whether it can hibernate',
      value: ({ hibernationConfigured }) => hibernationConfigured?.toString(),
    },
    {
      path: 'meta-data/instance-action',
      since: '2008-09-01',
      present: 'always',
      value: ({ instanceAction }) => instanceAction,
    },
    { path: 'meta-data/instance-id', since: '1.0', present: 'always', value: ({ id }) => id },
    {
      path: 'meta-data/instance-life-cycle',
      since: '2019-10-01',
      present: 'always',
      value: ({ lifeCycle }) => lifeCycle,
    },
    {
      path: 'meta-data/instance-type',
      since: '2007-08-29',
      present: 'always',
      value: ({ instanceType }) => instanceType,
    },
    {
      path: 'meta-data/metrics/vhostmd',
      since: '2011-05-01',
      present: 'always',
      value: () => '<?xml version="1.0" encoding="UTF-8"?>',
    },
    {
      path: 'meta-data/reservation-id',
      since: '1.0',
      present: 'always',
      value: ({ reservationId }) => reservationId,
    },
    { path: 'meta-data/system', since: '2022-09-24', present: 'always', value: ({ system }) => system },
  ],
} satisfies Subject;
