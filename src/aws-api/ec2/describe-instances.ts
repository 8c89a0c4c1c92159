import { ok } from '#base';
import { completeInstance, reservationOf } from '#model';
import type { ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { numberKey } from '../page.ts';
import { filterTest } from './filters.ts';
import type { Filterable } from './filters.ts';
import { askedInstances, invalidInstanceList } from './find-instances.ts';
import type { HeldInstance } from './find-instances.ts';
import { shownAgain, shownInstance, SHOWN_KEPT_MAX } from './shown-instance.ts';
import { INSTANCE_FILTERS } from './instance-filters.ts';
import type { FilteredInstance } from './instance-filters.ts';
import { instanceView } from './instance-view.ts';
import { describedPage } from './max-results.ts';

/** EC2 API Reference, `DescribeInstances`. */
export const describeInstances: ActionOf<'ec2', 'DescribeInstances'> = {
  validate: invalidInstanceList,
  act(input, call) {
    const named = askedInstances(call, input.InstanceIds);
    if (!named.ok) return named;
    const passes = filterTest(input.Filters, FILTERS);
    if (!passes.ok) return passes;
    const wanted = (held: HeldInstance): boolean => passes.value(new FilteredLazily(held, call));
    const page = describedPage(named.value, ({ createdRevision }) => numberKey(createdRevision), input, wanted);
    if (!page.ok) return page;
    const show = named.value.length > SHOWN_KEPT_MAX ? shownInstance : shownAgain;
    const { items, nextToken } = page.value;
    return ok({ Reservations: reservations(items, call, (held) => show(held, call)), NextToken: nextToken });
  },
};

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
