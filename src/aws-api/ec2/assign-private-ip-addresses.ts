import { err, ok } from '#base';
import type { ActionOf, Call } from '../action.ts';
import { changeAddresses, invalidAssignment } from './change-addresses.ts';
import { ec2Error } from './errors.ts';
import { derivedPrivateIpv4 } from './launch/derived-addresses.ts';
import { isInUse, launchSubnet } from './launch/subnet.ts';
import { INTERFACE_TAGS } from './tagged-parts.ts';

/** EC2 API Reference, `AssignPrivateIpAddresses`: secondary ones, those asked for or some that nobody has. */
export const assignPrivateIpAddresses: ActionOf<'ec2', 'AssignPrivateIpAddresses'> = {
  validate: ({ PrivateIpAddresses, SecondaryPrivateIpAddressCount }) =>
    invalidAssignment(PrivateIpAddresses, SecondaryPrivateIpAddressCount, 'number'),
  permissions: ({ NetworkInterfaceId }, call) => [INTERFACE_TAGS.permission(call, NetworkInterfaceId)],
  async act({ NetworkInterfaceId: id, PrivateIpAddresses, SecondaryPrivateIpAddressCount = 0 }, call) {
    let assigned: readonly string[] = [];
    const changed = await changeAddresses(call, id, ({ subnetId, privateIpv4s }) => {
      const fresh = (PrivateIpAddresses ?? []).filter((address) => !privateIpv4s.includes(address));
      const taken = fresh.find((address) => isInUse(call, address, subnetId));
      if (taken !== undefined) return err(ec2Error('InvalidIPAddress.InUse', `Address ${taken} is in use.`));
      assigned = [...fresh, ...freeAddresses(call, subnetId, privateIpv4s, SecondaryPrivateIpAddressCount)];
      return ok({ privateIpv4s: [...privateIpv4s, ...assigned] });
    });
    if (!changed.ok) return changed;
    const AssignedPrivateIpAddresses = assigned.map((PrivateIpAddress) => ({ PrivateIpAddress }));
    return ok({ NetworkInterfaceId: id, AssignedPrivateIpAddresses });
  },
};

function freeAddresses(call: Call, subnetId: string, present: readonly string[], count: number): readonly string[] {
  const { cidr } = launchSubnet(call, subnetId, undefined);
  const given = new Set(present);
  return Array.from({ length: count }, () => {
    const isTaken = (address: string): boolean => given.has(address) || isInUse(call, address, subnetId);
    const address = derivedPrivateIpv4(cidr, `${present[0]}/${given.size}`, isTaken);
    given.add(address);
    return address;
  });
}
