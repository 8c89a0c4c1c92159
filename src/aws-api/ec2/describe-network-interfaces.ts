import { ok } from '#base';
import { completeInstance } from '#model';
import type { Instance, NetworkInterface } from '#model';
import type { ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { ec2Error } from './errors.ts';
import { filtered } from './filters.ts';
import { visibleInstances } from './find-instances.ts';
import { describedPage, invalidMaxResults } from './max-results.ts';
import { namedResources } from './named-resources.ts';
import type { ResourceIds } from './named-resources.ts';
import { NETWORK_INTERFACE_FILTERS } from './network-interface-filters.ts';
import { networkInterfaceView } from './network-interface-view.ts';

const INTERFACE_IDS: ResourceIds = {
  prefix: 'eni',
  malformed: 'InvalidNetworkInterfaceId.Malformed',
  notFound: (id) => ec2Error('InvalidNetworkInterfaceID.NotFound', `The networkInterface ID '${id}' does not exist`),
};

/** EC2 API Reference, `DescribeNetworkInterfaces`: those of instances; there are no others. */
export const describeNetworkInterfaces: ActionOf<'ec2', 'DescribeNetworkInterfaces'> = {
  validate(input) {
    const { NetworkInterfaceIds = [], MaxResults } = input;
    if (NetworkInterfaceIds.length > 0 && MaxResults !== undefined) return ONE_OF_BOTH;
    return invalidMaxResults(input);
  },
  act(input, call) {
    const named = namedResources(interfacesById(call), input.NetworkInterfaceIds, INTERFACE_IDS);
    if (!named.ok) return named;
    const matching = filtered(named.value.map(attachedView), input.Filters, NETWORK_INTERFACE_FILTERS);
    if (!matching.ok) return matching;
    const page = describedPage(matching.value, ({ NetworkInterfaceId = '' }) => NetworkInterfaceId, input);
    return page.ok ? ok({ NetworkInterfaces: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};

const ONE_OF_BOTH = ec2Error(
  'InvalidParameterCombination',
  'The parameter networkInterfaceSet cannot be used with the parameter maxResults',
);

interface AttachedInterface {
  readonly id: string;
  readonly instance: Instance;
  readonly nic: NetworkInterface;
  readonly sourceDestCheck: boolean | undefined;
}

function interfacesById(call: Call): ReadonlyMap<string, AttachedInterface> {
  const interfaces = new Map<string, AttachedInterface>();
  for (const { entity } of visibleInstances(call)) {
    if (entity.state === 'terminated') continue;
    const instance = completeInstance(entity);
    for (const nic of instance.networkInterfaces) {
      const { interfaceId: id } = nic;
      interfaces.set(id, { id, instance, nic, sourceDestCheck: entity.controls?.sourceDestCheck });
    }
  }
  return interfaces;
}

function attachedView({ instance, nic, sourceDestCheck }: AttachedInterface): ec2.NetworkInterface {
  const { Attachment, Association, ...shown } = networkInterfaceView(instance, nic, sourceDestCheck);
  return {
    ...shown,
    InterfaceType: 'interface',
    Association,
    Attachment: { ...Attachment, InstanceId: instance.id, InstanceOwnerId: instance.accountId },
    AvailabilityZone: instance.availabilityZone,
    AvailabilityZoneId: instance.availabilityZoneId,
    Ipv6Address: nic.ipv6s[0],
    PublicDnsName: Association?.PublicDnsName,
    RequesterManaged: false,
    TagSet: [],
  };
}
