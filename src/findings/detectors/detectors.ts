import type { ApiEvent, Observation } from '#model';
import type { Sighting } from '../sighting.ts';
import { credentialExfiltration } from './credential-exfiltration.ts';
import type { CallSurroundings } from './credential-exfiltration.ts';
import { CredentialReadBursts } from './credential-read-bursts.ts';
import { metadataRequestForgery } from './metadata-request-forgery.ts';
import { metadataV1Use } from './metadata-v1-use.ts';

/** Every detector: takes what is told of requests and calls, in the order it happened, and says what is worth a finding. */
export class Detectors {
  readonly #surroundings: CallSurroundings;
  readonly #bursts = new CredentialReadBursts();

  constructor(surroundings: CallSurroundings) {
    this.#surroundings = surroundings;
  }

  /** What a data plane tells of requests. */
  observe({ events, counts }: Pick<Observation, 'events' | 'counts'>): readonly Sighting[] {
    const seen = [
      ...events.flatMap((event) => [metadataV1Use(event), metadataRequestForgery(event)]),
      ...counts.map((count) => this.#bursts.take(count)),
    ];
    return seen.filter((sighting) => sighting !== undefined);
  }

  /** What the API tells of a call. */
  called(event: ApiEvent): Sighting | undefined {
    return credentialExfiltration(event, this.#surroundings);
  }
}
