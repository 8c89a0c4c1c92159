import { BUILT_IN_METADATA_OPTIONS, deriveInstanceId, parseAccountId } from '#model';
import type { InstanceDeclaration, InstanceEvent } from '#model';
import { planEvent } from './index.ts';
import type { EventRequest } from './index.ts';

/** The time tests begin at: Sun, 22 Nov 2026 12:00:00 GMT. */
export const NOW = Date.UTC(2026, 10, 22, 12);
export const MINUTE_MS = 60_000;

/** A running Spot Instance, of which nothing else is said but `said`. */
export function aSpotInstance(seed: string, said: Partial<InstanceDeclaration> = {}): InstanceDeclaration {
  const accountId = parseAccountId('123456789012');
  if (!accountId.ok) throw new Error(accountId.error);
  return {
    id: deriveInstanceId(seed),
    accountId: accountId.value,
    region: 'us-east-1',
    launchTimeMs: NOW - 3_600_000,
    revisedAtMs: NOW - 3_600_000,
    lifeCycle: 'spot',
    metadataOptions: BUILT_IN_METADATA_OPTIONS,
    ...said,
  };
}

/** The event that a request comes to. */
export function anEvent(request: EventRequest, id = 'event-00000000000000001'): InstanceEvent {
  const planned = planEvent({ all: true, ...request }, NOW);
  if (!planned.ok) throw new Error(planned.error.message);
  const { target = { kind: 'all' }, ...rest } = planned.value;
  return { id, accountId: '123456789012', target, ...rest, createdAtMs: NOW, state: 'scheduled', instanceIds: [] };
}
