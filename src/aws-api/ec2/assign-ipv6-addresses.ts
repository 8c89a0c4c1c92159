import { ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeAddresses, invalidAssignment } from './change-addresses.ts';
import { derivedIpv6 } from './launch/derived-addresses.ts';
import { INTERFACE_TAGS } from './tagged-parts.ts';

/** EC2 API Reference, `AssignIpv6Addresses`: those asked for, or some made up. */
export const assignIpv6Addresses: ActionOf<'ec2', 'AssignIpv6Addresses'> = {
  validate: ({ Ipv6Addresses, Ipv6AddressCount }) => invalidAssignment(Ipv6Addresses, Ipv6AddressCount, 'string'),
  permissions: ({ NetworkInterfaceId }, call) => [INTERFACE_TAGS.permission(call, NetworkInterfaceId)],
  async act({ NetworkInterfaceId: id, Ipv6Addresses = [], Ipv6AddressCount = 0 }, call) {
    let assigned: readonly string[] = [];
    const changed = await changeAddresses(call, id, ({ subnetId, subnetIpv6Cidrs, ipv6s }) => {
      const subnet = { id: subnetId, cidr: subnetIpv6Cidrs[0] };
      const made = Array.from({ length: Ipv6AddressCount }, (_, index) =>
        derivedIpv6(subnet, `${id}/${call.requestId}/${index}`),
      );
      assigned = [...Ipv6Addresses.filter((address) => !ipv6s.includes(address)), ...made];
      return ok({ ipv6s: [...ipv6s, ...assigned] });
    });
    return changed.ok ? ok({ NetworkInterfaceId: id, AssignedIpv6Addresses: assigned }) : changed;
  },
};
