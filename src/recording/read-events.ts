import type { Instance, MaintenanceEvent, SpotInterruption } from '#model';
import type { Facts } from './facts.ts';
import { textMember, timeMember } from './facts.ts';
import { present } from './present.ts';

const CODES = [
  'instance-stop',
  'instance-retirement',
  'instance-reboot',
  'system-reboot',
  'system-maintenance',
] as const;
const STATES = ['active', 'completed', 'canceled'] as const;
const ACTIONS = ['terminate', 'stop', 'hibernate'] as const;

/** What a tree shows of what is about to happen to its instance. */
export function readEvents(facts: Facts): Partial<Instance> {
  const notice = facts.json('meta-data/events/recommendations/rebalance');
  return present({
    spotInterruption: readSpot(facts),
    rebalanceNoticeMs: timeMember(notice, 'noticeTime'),
    scheduledEvents: readMaintenance(facts, 'meta-data/events/maintenance/scheduled'),
    eventHistory: readMaintenance(facts, 'meta-data/events/maintenance/history'),
  });
}

function readSpot(facts: Facts): SpotInterruption | undefined {
  const shown = facts.json('meta-data/spot/instance-action');
  const action = ACTIONS.find((word) => word === textMember(shown, 'action'));
  const timeMs = timeMember(shown, 'time');
  return action === undefined || timeMs === undefined ? undefined : { action, timeMs };
}

function readMaintenance(facts: Facts, path: string): readonly MaintenanceEvent[] | undefined {
  return facts.jsonList(path)?.flatMap((shown) => {
    const code = CODES.find((word) => word === textMember(shown, 'Code'));
    const state = STATES.find((word) => word === textMember(shown, 'State'));
    const notBeforeMs = timeMember(shown, 'NotBefore');
    if (code === undefined || state === undefined || notBeforeMs === undefined) return [];
    return [
      {
        eventId: textMember(shown, 'EventId') ?? '',
        code,
        state,
        description: textMember(shown, 'Description') ?? '',
        notBeforeMs,
        notAfterMs: timeMember(shown, 'NotAfter'),
        notBeforeDeadlineMs: timeMember(shown, 'NotBeforeDeadline'),
      },
    ];
  });
}
