import { ok } from '#base';
import type { ec2 } from '#protocol/aws';
import type { ActionOf } from '../action.ts';
import { filtered } from './filters.ts';
import { INTERFACE_IDS, interfacesById, interfaceSettings } from './interfaces.ts';
import type { AttachedInterface } from './interfaces.ts';
import { describedPage, idsWithMaxResults, invalidMaxResults } from './max-results.ts';
import { namedResources } from './named-resources.ts';
import { NETWORK_INTERFACE_FILTERS } from './network-interface-filters.ts';
import { networkInterfaceView } from './network-interface-view.ts';
import { tagList } from './tag-list.ts';

/** EC2 API Reference, `DescribeNetworkInterfaces`: those of instances; there are no others. */
export const describeNetworkInterfaces: ActionOf<'ec2', 'DescribeNetworkInterfaces'> = {
  validate: (input) =>
    idsWithMaxResults('networkInterfaceSet', input.NetworkInterfaceIds, input) ?? invalidMaxResults(input),
  act(input, call) {
    const named = namedResources(interfacesById(call), input.NetworkInterfaceIds, INTERFACE_IDS);
    if (!named.ok) return named;
    const matching = filtered(named.value.map(attachedView), input.Filters, NETWORK_INTERFACE_FILTERS);
    if (!matching.ok) return matching;
    const page = describedPage(matching.value, ({ NetworkInterfaceId = '' }) => NetworkInterfaceId, input);
    return page.ok ? ok({ NetworkInterfaces: page.value.items, NextToken: page.value.nextToken }) : page;
  },
};

function attachedView({ instance, owner, nic }: AttachedInterface): ec2.NetworkInterface {
  const { controls = {} } = owner;
  const { Attachment, Association, ...shown } = networkInterfaceView(instance, nic, controls);
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
    TagSet: tagList(interfaceSettings(controls, nic).tags ?? {}),
  };
}
