import { deriveInstanceId } from '#model';
import type { ImdsInstance } from './imds-configuration.ts';

let made = 0;

/** An instance with an id of its own that requires session tokens, and whatever else is said of it. */
export function anInstance(said: ImdsInstance = {}): ImdsInstance & { readonly id: string } {
  const metadataOptions = { httpTokens: 'required' as const, ...said.metadataOptions };
  return { ...said, id: said.id ?? deriveInstanceId(`openimds/testing/${++made}`), metadataOptions };
}

/** An instance bought on the Spot market. */
export function aSpotInstance(said: ImdsInstance = {}): ImdsInstance & { readonly id: string } {
  return anInstance({ lifeCycle: 'spot', ...said });
}
