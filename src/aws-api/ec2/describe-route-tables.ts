import { ok } from '#base';
import { deriveResourceId } from '#model';
import type { ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { ec2Error } from './errors.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { describedPage, invalidMaxResults } from './max-results.ts';
import { namedResources } from './named-resources.ts';
import type { ResourceIds } from './named-resources.ts';
import { networkOf } from './network.ts';
import type { Vpc } from './network.ts';

const ROUTE_TABLE_IDS: ResourceIds = {
  prefix: 'rtb',
  malformed: 'InvalidRouteTableID.Malformed',
  notFound: (id) => ec2Error('InvalidRouteTableID.NotFound', `The routeTable ID '${id}' does not exist`),
};

/** EC2 API Reference, `DescribeRouteTables`: the main one of each VPC; there are no others. */
export const describeRouteTables: ActionOf<'ec2', 'DescribeRouteTables'> = {
  validate: invalidMaxResults,
  act(input, call) {
    const tables = [...networkOf(call).vpcs.values()].map((vpc) => ({ vpc, id: deriveResourceId('rtb', vpc.id) }));
    const byId = new Map(tables.map((table) => [table.id, table]));
    const named = namedResources(byId, input.RouteTableIds, ROUTE_TABLE_IDS);
    if (!named.ok) return named;
    const matching = filtered(named.value.map(mainTable), input.Filters, FILTERS);
    if (!matching.ok) return matching;
    const page = describedPage(matching.value, ({ RouteTableId = '' }) => RouteTableId, input);
    return page.ok ? ok({ RouteTables: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};

const FILTERS: Filterable<ec2.RouteTable> = {
  table: {
    'association.main': ({ Associations }) => Associations?.map(({ Main }) => Main),
    'association.route-table-association-id': ({ Associations }) =>
      Associations?.map(({ RouteTableAssociationId }) => RouteTableAssociationId),
    'association.route-table-id': ({ RouteTableId }) => RouteTableId,
    'association.subnet-id': ({ Associations }) => Associations?.map(({ SubnetId }) => SubnetId),
    'owner-id': ({ OwnerId }) => OwnerId,
    'route-table-id': ({ RouteTableId }) => RouteTableId,
    'route.destination-cidr-block': ({ Routes }) => Routes?.map(({ DestinationCidrBlock }) => DestinationCidrBlock),
    'route.gateway-id': ({ Routes }) => Routes?.map(({ GatewayId }) => GatewayId),
    'vpc-id': ({ VpcId }) => VpcId,
  },
  tagsOf: () => ({}),
};

/** Amazon VPC User Guide, "Route tables": every block of the VPC is local. */
function mainTable({ id, vpc }: { readonly id: string; readonly vpc: Vpc }): ec2.RouteTable {
  const local = { GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' } as const;
  return {
    RouteTableId: id,
    VpcId: vpc.id,
    OwnerId: vpc.ownerId,
    Associations: [
      {
        Main: true,
        RouteTableAssociationId: deriveResourceId('rtbassoc', vpc.id),
        RouteTableId: id,
        AssociationState: { State: 'associated' },
      },
    ],
    PropagatingVgws: [],
    Routes: [
      ...vpc.ipv4Cidrs.map((DestinationCidrBlock) => ({ ...local, DestinationCidrBlock })),
      ...vpc.ipv6Cidrs.map((DestinationIpv6CidrBlock) => ({ ...local, DestinationIpv6CidrBlock })),
    ],
    Tags: [],
  };
}
