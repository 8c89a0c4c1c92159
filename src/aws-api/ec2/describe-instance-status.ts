import { ok } from '#base';
import { completeInstance } from '#model';
import type { InstanceDeclaration } from '#model';
import type { ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { numberKey } from '../page.ts';
import { filterTest } from './filters.ts';
import type { Filterable } from './filters.ts';
import { askedInstances, invalidInstanceList } from './find-instances.ts';
import type { HeldInstance } from './find-instances.ts';
import { instanceStatusEvents } from './instance-status-event.ts';
import { stateOf, stateView } from './instance-state.ts';
import { describedPage } from './max-results.ts';

/** EC2 API Reference, `DescribeInstanceStatus`: running instances, or all if asked. */
export const describeInstanceStatus: ActionOf<'ec2', 'DescribeInstanceStatus'> = {
  validate: invalidInstanceList,
  act(input, call) {
    const { IncludeAllInstances = false, Filters } = input;
    const named = askedInstances(call, input.InstanceIds);
    if (!named.ok) return named;
    const passes = filterTest(Filters, FILTERS);
    if (!passes.ok) return passes;
    const wanted = ({ entity }: HeldInstance): boolean =>
      (IncludeAllInstances || stateOf(entity) === 'running') && passes.value(statusOnce(entity, call));
    const page = describedPage(named.value, ({ createdRevision }) => numberKey(createdRevision), input, wanted);
    if (!page.ok) return page;
    const { items, nextToken } = page.value;
    return ok({ InstanceStatuses: items.map(({ entity }) => statusView(entity, call)), NextToken: nextToken });
  },
};

interface Filtered {
  readonly status: ec2.InstanceStatus;
}

/** Made when a filter asks for it. */
function statusOnce(entity: InstanceDeclaration, call: Call): Filtered {
  let known: ec2.InstanceStatus | undefined;
  return {
    get status() {
      known ??= statusView(entity, call);
      return known;
    },
  };
}

const FILTERS: Filterable<Filtered> = {
  table: {
    'availability-zone': ({ status }) => status.AvailabilityZone,
    'availability-zone-id': ({ status }) => status.AvailabilityZoneId,
    'event.code': ({ status }) => status.Events?.map(({ Code }) => Code),
    'event.description': ({ status }) => status.Events?.map(({ Description }) => Description),
    'event.instance-event-id': ({ status }) => status.Events?.map(({ InstanceEventId }) => InstanceEventId),
    'event.not-after': ({ status }) => status.Events?.map(({ NotAfter }) => NotAfter?.toISOString()),
    'event.not-before': ({ status }) => status.Events?.map(({ NotBefore }) => NotBefore?.toISOString()),
    'instance-state-code': ({ status }) => status.InstanceState?.Code,
    'instance-state-name': ({ status }) => status.InstanceState?.Name,
    'instance-status.reachability': ({ status }) => status.InstanceStatus?.Details?.map(({ Status }) => Status),
    'instance-status.status': ({ status }) => status.InstanceStatus?.Status,
    'system-status.reachability': ({ status }) => status.SystemStatus?.Details?.map(({ Status }) => Status),
    'system-status.status': ({ status }) => status.SystemStatus?.Status,
  },
};

function statusView(entity: InstanceDeclaration, { nowMs }: Call): ec2.InstanceStatus {
  const instance = completeInstance(entity);
  const summary: ec2.InstanceStatusSummary =
    instance.state === 'running'
      ? { Status: 'ok', Details: [{ Name: 'reachability', Status: 'passed' }] }
      : { Status: 'not-applicable' };
  return {
    InstanceId: instance.id,
    AvailabilityZone: instance.availabilityZone,
    AvailabilityZoneId: instance.availabilityZoneId,
    InstanceState: stateView(instance.state),
    InstanceStatus: summary,
    SystemStatus: summary,
    Events: [...instanceStatusEvents(instance, nowMs)],
  };
}
