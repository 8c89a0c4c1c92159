import { addressText, parseAddress } from '#model';
import type { AddressRange, ApiEvent, EvidentCall, FindingType, Instance } from '#model';
import type { Sighting } from '../sighting.ts';
import { isExpected } from './expected-source.ts';

/** Somebody else's instance, as the holder of an address. */
export type AddressHolder = NonNullable<EvidentCall['holder']>;

/** What there is to know of where calls come from. */
export interface CallSurroundings {
  /** The instance, if it is still known. */
  readonly instance: (id: string) => Instance | undefined;
  /** The other instance that has this address, in its usual text, as its own. */
  readonly holder: (address: string, besides: Instance | undefined) => AddressHolder | undefined;
  /** Where calls may always come from. */
  readonly trusted: () => readonly AddressRange[];
}

/** Medium for a caller of one's own accounts, otherwise high (GuardDuty User Guide, `InstanceCredentialExfiltration.InsideAWS`). */
const AFFILIATED_SEVERITY = 5;
const SEVERITY = 8;

/**
 * An API call, refused or served, with the role credentials of an instance from an address that is neither the instance's nor
 * its network's: `InsideAWS` from the address of another instance, else `OutsideAWS`.
 */
export function credentialExfiltration(event: ApiEvent, surroundings: CallSurroundings): Sighting | undefined {
  const session = event.identity?.session?.instance;
  const address = parseAddress(event.sourceAddress);
  const instanceId = session?.arn.split('/').at(-1);
  if (session === undefined || address === undefined || instanceId === undefined) return undefined;
  const instance = surroundings.instance(instanceId);
  const holder = (): AddressHolder | undefined => surroundings.holder(addressText(address), instance);
  const trusted = surroundings.trusted();
  if (isExpected(address, { instance, session, trusted, isTaken: () => holder() !== undefined })) return undefined;
  const whose = holder();
  const place = whose === undefined ? 'OutsideAWS' : 'InsideAWS';
  const type: FindingType = `UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.${place}`;
  return {
    type,
    instanceId,
    about: event.identity?.session?.roleArn ?? '',
    severity: whose?.affiliated === true ? AFFILIATED_SEVERITY : SEVERITY,
    count: 1,
    firstMs: event.timeMs,
    lastMs: event.timeMs,
    evidence: { call: evidentCall(event, whose), remoteAddresses: [addressText(address)] },
  };
}

function evidentCall(event: ApiEvent, holder: AddressHolder | undefined): EvidentCall {
  const { identity } = event;
  return {
    service: event.service ?? '',
    operation: event.operation ?? '',
    sourceAddress: event.sourceAddress,
    userAgent: event.userAgent.slice(0, 256),
    errorCode: event.error?.code,
    accessKeyId: identity?.accessKeyId ?? '',
    principalId: identity?.principalId ?? '',
    roleArn: identity?.session?.roleArn ?? '',
    delivery: identity?.session?.instance?.delivery ?? '1.0',
    holder,
  };
}
