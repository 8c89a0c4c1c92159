import type { Crypto } from '#base';
import type { Sighting } from '#findings';

/** The id of the finding that sightings like this make: always the same, so that two servers write one document. */
export function findingId(
  crypto: Crypto,
  detectorId: string,
  { type, instanceId, about }: Pick<Sighting, 'type' | 'instanceId' | 'about'>,
): string {
  const text = JSON.stringify([detectorId, type, instanceId, about]);
  return Buffer.from(crypto.sha256(Buffer.from(text)))
    .toString('hex')
    .slice(0, 32);
}
