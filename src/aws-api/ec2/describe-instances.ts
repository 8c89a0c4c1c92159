import { err, ok } from '#base';
import { completeInstance, reservationOf } from '#model';
import type { ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { numberKey } from '../page.ts';
import { ec2Error } from './errors.ts';
import { filterTest } from './filters.ts';
import type { Filterable } from './filters.ts';
import { findInstances, malformedInstanceId, visibleInstances } from './find-instances.ts';
import type { HeldInstance } from './find-instances.ts';
import { shownAgain, shownInstance, SHOWN_KEPT_MAX } from './shown-instance.ts';
import { INSTANCE_FILTERS } from './instance-filters.ts';
import type { FilteredInstance } from './instance-filters.ts';
import { instanceView } from './instance-view.ts';
import { describedPage, invalidMaxResults } from './max-results.ts';

/** EC2 API Reference, `DescribeInstances`. */
export const describeInstances: ActionOf<'ec2', 'DescribeInstances'> = {
  validate(input) {
    const { InstanceIds = [], MaxResults } = input;
    if (InstanceIds.length > 0 && MaxResults !== undefined) return ONE_OF_BOTH;
    return malformedInstanceId(InstanceIds) ?? invalidMaxResults(input);
  },
  act(input, call) {
    const { InstanceIds = [], Filters } = input;
    const named = InstanceIds.length === 0 ? ok(visibleInstances(call)) : findInstances(call, InstanceIds);
    if (!named.ok) return err(named.error);
    const passes = filterTest(Filters, FILTERS);
    if (!passes.ok) return passes;
    const wanted = (held: HeldInstance): boolean => passes.value(new FilteredLazily(held, call));
    const page = describedPage(named.value, ({ createdRevision }) => numberKey(createdRevision), input, wanted);
    if (!page.ok) return page;
    const show = named.value.length > SHOWN_KEPT_MAX ? shownInstance : shownAgain;
    const { items, nextToken } = page.value;
    return ok({ Reservations: reservations(items, call, (held) => show(held, call)), NextToken: nextToken });
  },
};

const ONE_OF_BOTH = ec2Error(
  'InvalidParameterCombination',
  'The parameter instancesSet cannot be used with the parameter maxResults',
);

/** Completed and laid out when a filter asks for it: tags and ids need neither. */
class FilteredLazily implements FilteredInstance {
  readonly held: HeldInstance;
  readonly #call: Call;

  constructor(held: HeldInstance, call: Call) {
    this.held = held;
    this.#call = call;
  }

  get instance(): FilteredInstance['instance'] {
    return completeInstance(this.held.entity);
  }

  get view(): FilteredInstance['view'] {
    return instanceView(this.held, this.#call);
  }
}

const FILTERS: Filterable<FilteredLazily> = {
  table: INSTANCE_FILTERS,
  tagsOf: ({ held }) => held.entity.tags ?? {},
};

function reservations(
  page: readonly HeldInstance[],
  { accountId }: Call,
  show: (held: HeldInstance) => ec2.Instance,
): readonly ec2.Reservation[] {
  const byReservation = Map.groupBy(page, ({ entity }) => reservationOf(entity));
  return [...byReservation].map(([ReservationId, members]) => ({
    ReservationId,
    OwnerId: accountId,
    Groups: [],
    Instances: members.map(show),
  }));
}
