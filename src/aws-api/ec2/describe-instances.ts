import { err, ok } from '#base';
import type { Result } from '#base';
import { completeInstance } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { numberKey } from '../page.ts';
import { ec2Error } from './errors.ts';
import { filtered } from './filters.ts';
import { findInstances, malformedInstanceId, visibleInstances } from './find-instances.ts';
import type { HeldInstance } from './find-instances.ts';
import { describedInstance } from './described-instance.ts';
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
    const matching = matchingInstances(input, call);
    if (!matching.ok) return matching;
    const page = describedPage(matching.value, ({ held }) => numberKey(held.createdRevision), input);
    if (!page.ok) return page;
    return ok({ Reservations: reservations(page.value.items, call), NextToken: page.value.nextToken });
  },
};

const ONE_OF_BOTH = ec2Error(
  'InvalidParameterCombination',
  'The parameter instancesSet cannot be used with the parameter maxResults',
);

interface Matching extends FilteredInstance {
  readonly held: HeldInstance;
}

function matchingInstances(
  { InstanceIds = [], Filters = [] }: ec2.DescribeInstancesRequest,
  call: Call,
): Result<readonly Matching[], ApiError> {
  const named = InstanceIds.length === 0 ? ok(visibleInstances(call)) : findInstances(call, InstanceIds);
  if (!named.ok) return err(named.error);
  const all = named.value.map((held) => new LazyMatching(held, call));
  return filtered(all, Filters, { table: INSTANCE_FILTERS, tagsOf: ({ held }) => held.entity.tags ?? {} });
}

/** Completed and laid out when somebody looks: of a hundred thousand instances most are on another page. */
class LazyMatching implements Matching {
  readonly held: HeldInstance;
  readonly #call: Call;

  constructor(held: HeldInstance, call: Call) {
    this.held = held;
    this.#call = call;
  }

  get instance(): Matching['instance'] {
    return completeInstance(this.held.entity);
  }

  get view(): Matching['view'] {
    return instanceView(this.held, this.#call);
  }
}

function reservations(page: readonly Matching[], call: Call): readonly ec2.Reservation[] {
  const shown = page.map(({ held }) => describedInstance(held, call));
  return [...Map.groupBy(shown, ({ reservationId }) => reservationId)].map(([ReservationId, members]) => ({
    ReservationId,
    OwnerId: members[0]?.accountId,
    Groups: [],
    Instances: members.map(({ view }) => view),
  }));
}
