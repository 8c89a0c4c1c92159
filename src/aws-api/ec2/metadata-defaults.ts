import type { MetadataDefaults } from '#model';
import type { Call } from '../action.ts';

/** The id of the document with the account-level defaults of the call's account and Region. */
export function metadataDefaultsId({ accountId, region }: Call): string {
  return `${accountId}/${region}`;
}

/** The account-level defaults of the call's account and Region; undefined if there were never any. */
export function metadataDefaultsOf(call: Call): MetadataDefaults | undefined {
  return call.inventory.get('metadata-defaults', metadataDefaultsId(call));
}
