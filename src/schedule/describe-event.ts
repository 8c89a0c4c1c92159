import type { Happening, InstanceDeclaration, InstanceEvent } from '#model';

/** An event as people and programs are shown it. Times are ISO 8601, durations are in seconds. */
export interface EventView {
  readonly id: string;
  readonly kind: Happening['kind'];
  /** `in-progress`: it has begun, and more is to come. */
  readonly state: 'scheduled' | 'in-progress' | 'completed' | 'canceled' | 'failed';
  readonly reason?: string | undefined;
  readonly at: string;
  /** When the next thing of it happens; absent if nothing is to come. */
  readonly next?: string | undefined;
  readonly target: InstanceEvent['target'];
  /** Those it befell. */
  readonly instances: readonly string[];
  readonly details: Readonly<Record<string, string | number>>;
  readonly created: string;
}

/** An event and where it has got to, as the instances it befell tell. */
export function describeEvent(
  event: InstanceEvent,
  find: (instanceId: string) => Pick<InstanceDeclaration, 'agenda'> | undefined,
): EventView {
  const nextMs = nextOf(event, find);
  return {
    id: event.id,
    kind: event.happening.kind,
    state: stateOf(event, nextMs),
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    at: iso(event.atMs),
    ...(nextMs === undefined ? {} : { next: iso(nextMs) }),
    target: event.target,
    instances: event.instanceIds,
    details: detailsOf(event.happening),
    created: iso(event.createdAtMs),
  };
}

function stateOf({ state }: InstanceEvent, nextMs: number | undefined): EventView['state'] {
  switch (state) {
    case 'scheduled':
    case 'canceled':
    case 'failed':
      return state;
    case 'beginning':
      return 'in-progress';
    case 'begun':
      return nextMs === undefined ? 'completed' : 'in-progress';
  }
}

function nextOf(event: InstanceEvent, find: Parameters<typeof describeEvent>[1]): number | undefined {
  if (event.state === 'scheduled') return event.atMs;
  if (event.state !== 'begun' && event.state !== 'beginning') return undefined;
  let earliest: number | undefined;
  for (const id of event.instanceIds) {
    const item = find(id)?.agenda?.find(({ eventId }) => eventId === event.id);
    if (item !== undefined && (earliest === undefined || item.atMs < earliest)) earliest = item.atMs;
  }
  return earliest;
}

function detailsOf(happening: Happening): EventView['details'] {
  switch (happening.kind) {
    case 'spot-interruption': {
      const { action, noticeMs, shutdownMs, rebalanceBeforeMs } = happening;
      const ahead = rebalanceBeforeMs === undefined ? {} : { rebalanceBeforeSeconds: rebalanceBeforeMs / 1000 };
      const notice = noticeMs === undefined ? {} : { noticeSeconds: noticeMs / 1000 };
      return { action: action ?? 'as-declared', ...notice, shutdownSeconds: shutdownMs / 1000, ...ahead };
    }
    case 'maintenance': {
      const { code, description, notBeforeMs, notAfterMs, notBeforeDeadlineMs } = happening;
      return {
        code,
        description,
        notBefore: iso(notBeforeMs),
        ...(notAfterMs === undefined ? {} : { notAfter: iso(notAfterMs) }),
        ...(notBeforeDeadlineMs === undefined ? {} : { notBeforeDeadline: iso(notBeforeDeadlineMs) }),
      };
    }
    case 'target-lifecycle-state':
      return { state: happening.state };
    case 'instance-action':
      return { action: happening.action };
    case 'state-change':
      return { change: happening.change };
    case 'rebalance-recommendation':
    case 'credential-rotation':
      return {};
  }
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
