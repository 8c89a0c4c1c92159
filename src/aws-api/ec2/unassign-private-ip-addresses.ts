import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { changeAddresses, invalidAssignment, notAssigned } from './change-addresses.ts';
import { INTERFACE_TAGS } from './tagged-parts.ts';

/** EC2 API Reference, `UnassignPrivateIpAddresses`: secondary ones. */
export const unassignPrivateIpAddresses: ActionOf<'ec2', 'UnassignPrivateIpAddresses'> = {
  validate: ({ PrivateIpAddresses }) => invalidAssignment(PrivateIpAddresses, undefined, 'number'),
  permissions: ({ NetworkInterfaceId }, call) => [INTERFACE_TAGS.permission(call, NetworkInterfaceId)],
  async act({ NetworkInterfaceId: id, PrivateIpAddresses: doomed = [] }, call) {
    const changed = await changeAddresses(call, id, ({ privateIpv4s, publicAddresses }) => {
      const secondary = new Set(privateIpv4s.slice(1));
      const isHeld = publicAddresses.some(({ privateIpv4 }) => doomed.includes(privateIpv4));
      if (isHeld || !doomed.every((address) => secondary.has(address))) return err(notAssigned(doomed, id));
      return ok({ privateIpv4s: privateIpv4s.filter((address) => !doomed.includes(address)) });
    });
    return changed.ok ? ok({}) : changed;
  },
};
