import type { InstanceEvents } from '#admin-api';
import { Inventory } from '#aws-api';
import type { Assembly } from '../assembly.ts';
import { timerAlarm } from './alarm.ts';
import { ScheduledEvents } from './scheduled-events.ts';
import { Scheduler } from './scheduler.ts';

/** Events at work, on the inventory that they share with the AWS API. */
export interface OpenEvents {
  readonly inventory: Inventory;
  readonly events: InstanceEvents;
  /** Settled once all that is due has happened and the data plane answers accordingly. */
  nudge(): Promise<void>;
  /** Does something while no event is being carried out. */
  readonly between: Scheduler['between'];
  /** Nothing more happens; the inventory is closed. */
  close(): Promise<void>;
}

/** Carries out what fell due while nobody was there, and goes on from there. */
export async function openEvents({ registry, platform, follower, notify }: Assembly): Promise<OpenEvents> {
  const { clock, random } = platform;
  const inventory = await Inventory.open(registry);
  const scheduler = await Scheduler.start({
    registry,
    inventory,
    clock,
    alarm: (wake) => timerAlarm(clock, wake),
    failed: (reason) =>
      notify({ kind: 'warning', message: `an event was not carried out, and is tried again: ${reason}` }),
  });
  const nudge = async (): Promise<void> => {
    await scheduler.nudge();
    await follower.settled();
  };
  const between: Scheduler['between'] = (work) => scheduler.between(work);
  return {
    inventory,
    events: new ScheduledEvents({ inventory, clock, random, settled: nudge, between }),
    nudge,
    between,
    async close() {
      await scheduler.close();
      await inventory.close();
    },
  };
}
