import { err, ok } from '#base';
import { completeInstance } from '#model';
import type { Instance } from '#model';
import type { ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { numberKey } from '../page.ts';
import { ec2Error } from './errors.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { findInstances, malformedInstanceId, visibleInstances } from './find-instances.ts';
import { instanceStatusEvents } from './instance-status-event.ts';
import { stateOf, stateView } from './instance-state.ts';
import { describedPage, invalidMaxResults } from './max-results.ts';

/** EC2 API Reference, `DescribeInstanceStatus`: running instances, or all if asked. */
export const describeInstanceStatus: ActionOf<'ec2', 'DescribeInstanceStatus'> = {
  validate(input) {
    const { InstanceIds = [], MaxResults } = input;
    if (InstanceIds.length > 0 && MaxResults !== undefined) return ONE_OF_BOTH;
    return malformedInstanceId(InstanceIds) ?? invalidMaxResults(input);
  },
  act(input, call) {
    const { InstanceIds = [], IncludeAllInstances = false, Filters } = input;
    const named = InstanceIds.length === 0 ? ok(visibleInstances(call)) : findInstances(call, InstanceIds);
    if (!named.ok) return err(named.error);
    const shown = named.value.filter(({ entity }) => IncludeAllInstances || stateOf(entity) === 'running');
    const statuses = shown.map((held) => ({
      key: numberKey(held.createdRevision),
      status: statusView(completeInstance(held.entity), call.nowMs),
    }));
    const matching = filtered(statuses, Filters, FILTERS);
    if (!matching.ok) return matching;
    const page = describedPage(matching.value, ({ key }) => key, input);
    if (!page.ok) return page;
    return ok({ InstanceStatuses: page.value.items.map(({ status }) => status), NextToken: page.value.nextToken });
  },
};

const ONE_OF_BOTH = ec2Error(
  'InvalidParameterCombination',
  'The parameter instancesSet cannot be used with the parameter maxResults',
);

const FILTERS: Filterable<{ readonly status: ec2.InstanceStatus }> = {
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

function statusView(instance: Instance, nowMs: number): ec2.InstanceStatus {
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
