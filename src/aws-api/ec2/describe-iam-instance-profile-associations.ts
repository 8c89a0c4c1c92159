import { err, ok } from '#base';
import type { ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { describedPage, invalidMaxResults } from './max-results.ts';
import { associatedInstances, associationView, unknownAssociation } from './profile-association.ts';

/** EC2 API Reference, `DescribeIamInstanceProfileAssociations`. */
export const describeIamInstanceProfileAssociations: ActionOf<'ec2', 'DescribeIamInstanceProfileAssociations'> = {
  validate: invalidMaxResults,
  act(input, call) {
    const { AssociationIds: ids = [] } = input;
    const every = associatedInstances(call).map((instance) => associationView(instance, 'associated'));
    const unknown = ids.find((wanted) => !every.some(({ AssociationId }) => AssociationId === wanted));
    if (unknown !== undefined) return err(unknownAssociation(unknown));
    const named = every.filter(({ AssociationId = '' }) => ids.length === 0 || ids.includes(AssociationId));
    const matching = filtered(named, input.Filters, FILTERS);
    if (!matching.ok) return matching;
    const sorted = [...matching.value].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    const page = describedPage(sorted, keyOf, input);
    return page.ok ? ok({ IamInstanceProfileAssociations: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};

const FILTERS: Filterable<ec2.IamInstanceProfileAssociation> = {
  table: { 'instance-id': ({ InstanceId }) => InstanceId, state: ({ State }) => State },
};

function keyOf({ AssociationId = '' }: ec2.IamInstanceProfileAssociation): string {
  return AssociationId;
}
