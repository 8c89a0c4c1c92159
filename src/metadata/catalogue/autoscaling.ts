import type { Subject } from '../category.ts';

/** Amazon EC2 Auto Scaling. */
export const autoscaling = {
  categories: [
    {
      path: 'meta-data/autoscaling/target-lifecycle-state',
      since: '2021-07-15',
      present: 'when an Auto Scaling group has a target state for the instance',
      value: ({ targetLifecycleState }) => targetLifecycleState,
    },
  ],
} satisfies Subject;
