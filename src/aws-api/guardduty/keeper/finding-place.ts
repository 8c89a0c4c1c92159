import { findingInstance } from '#findings';
import type { FindingPlace, Sighting } from '#findings';
import type { Crypto } from '#base';
import type { Detector } from '#model';
import type { Inventory } from '../../inventory/inventory.ts';
import { detectorOf } from '../detectors/detectors.ts';
import { findingId } from '../findings/finding-id.ts';
import type { KnownAddresses } from './known-addresses.ts';

/** The account and Region of instances that nobody knows any more. */
export interface HomeAccount {
  readonly accountId: string;
  readonly region: string;
}

interface Parts extends HomeAccount {
  readonly inventory: Inventory;
  readonly platform: { readonly crypto: Crypto };
}

/** Where the finding of a sighting belongs: to the detector of its instance's account and Region, if that is enabled. */
export function findingPlace(
  { accountId: home, region: homeRegion, inventory, platform }: Parts,
  addresses: KnownAddresses,
  sighting: Sighting,
): { readonly place: FindingPlace; readonly detector: Detector } | undefined {
  const instance = addresses.instance(sighting.instanceId);
  const scope = { accountId: instance?.accountId ?? home, region: instance?.region ?? homeRegion };
  const detector = detectorOf(inventory, scope);
  if (detector?.status !== 'enabled') return undefined;
  const id = findingId(platform.crypto, detector.id, sighting);
  const { instanceId } = sighting;
  const resource = { instanceId, instance: instance && findingInstance(instance) };
  return { place: { id, detectorId: detector.id, ...scope, resource }, detector };
}
