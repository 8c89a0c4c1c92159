import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeAddresses, invalidAssignment, notAssigned } from './change-addresses.ts';
import { INTERFACE_TAGS } from './tagged-parts.ts';

/** EC2 API Reference, `UnassignIpv6Addresses`. */
export const unassignIpv6Addresses: ActionOf<'ec2', 'UnassignIpv6Addresses'> = {
  validate: ({ Ipv6Addresses }) => invalidAssignment(Ipv6Addresses, undefined, 'string'),
  permissions: ({ NetworkInterfaceId }, call) => [INTERFACE_TAGS.permission(call, NetworkInterfaceId)],
  async act({ NetworkInterfaceId: id, Ipv6Addresses: doomed = [] }, call) {
    const changed = await changeAddresses(call, id, ({ ipv6s }) => {
      if (!doomed.every((address) => ipv6s.includes(address))) return err(notAssigned(doomed, id));
      return ok({ ipv6s: ipv6s.filter((address) => !doomed.includes(address)) });
    });
    return changed.ok ? ok({ NetworkInterfaceId: id, UnassignedIpv6Addresses: doomed }) : changed;
  },
};
