import { err, ok } from '#base';
import type { Result } from '#base';
import { parseAddress } from '#model';
import type { NetworkInterface } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import { ec2Error, invalidParameterValue } from './errors.ts';
import { findInterface, INTERFACE_IDS, interfacesOf, withInterface } from './interfaces.ts';
import { missing } from './named-resources.ts';
import { changeOwner } from './tagged-parts.ts';

type Addresses = Pick<NetworkInterface, 'privateIpv4s' | 'ipv6s'>;

const ADDRESSES_MAX = 50;

/** Makes of the addresses of an interface what `update` says. Metadata shows them from the next request on. */
export async function changeAddresses(
  call: Call,
  id: string,
  update: (nic: NetworkInterface) => Result<Partial<Addresses>, ApiError>,
): Promise<Result<unknown, ApiError>> {
  const found = findInterface(call, id);
  if (found === undefined) return err(missing(id, INTERFACE_IDS));
  return changeOwner(call, found.owner, (owner) => {
    const present = interfacesOf(owner).find((each) => each.id === id);
    if (present === undefined) return err(INTERFACE_IDS.notFound(id));
    const updated = update(present.nic);
    if (!updated.ok) return updated;
    const { privateIpv4s, ipv6s } = { ...present.nic, ...updated.value };
    if (privateIpv4s.length > ADDRESSES_MAX || ipv6s.length > ADDRESSES_MAX) return err(TOO_MANY);
    const declared = { privateIpv4s, ...(ipv6s.length === 0 ? {} : { ipv6s }) };
    return ok(withInterface(present, declared, call.nowMs));
  });
}

const TOO_MANY = ec2Error(
  'PrivateIpAddressLimitExceeded',
  `Number of private addresses will exceed limit: an interface has ${ADDRESSES_MAX} at most.`,
);

/** What is wrong with addresses and a count of which a request must say one. */
export function invalidAssignment(
  addresses: readonly string[] | undefined,
  count: number | undefined,
  type: 'number' | 'string',
): ApiError | undefined {
  if (addresses === undefined && count === undefined) {
    return ec2Error('MissingParameter', 'Either addresses or a number of them is needed.');
  }
  if (addresses !== undefined && count !== undefined) {
    return ec2Error('InvalidParameterCombination', 'Addresses and a number of them may not be specified together.');
  }
  if (count !== undefined && !(Number.isInteger(count) && count >= 1 && count <= ADDRESSES_MAX)) {
    return invalidParameterValue(`Value (${count}) for parameter addressCount is invalid.`);
  }
  return malformedAddresses(addresses ?? [], type);
}

/** What is wrong with the spelling of addresses: `number` are those of IPv4, `string` those of IPv6. */
function malformedAddresses(addresses: readonly string[], type: 'number' | 'string'): ApiError | undefined {
  const wrong = addresses.find((address) => typeof parseAddress(address) !== type);
  if (wrong === undefined) return undefined;
  return invalidParameterValue(`Value (${wrong.slice(0, 100)}) for parameter address is invalid. Invalid IP address`);
}

/** Addresses that an interface does not have, or may not lose. */
export function notAssigned(addresses: readonly string[], id: string): ApiError {
  const message = `Some of (${addresses.join(', ').slice(0, 200)}) could not be unassigned because they are not assigned to ${id} as secondary addresses.`;
  return invalidParameterValue(message);
}
