import type { HttpTokens, MetadataOptions, Switch } from './metadata-options.ts';

/**
 * The account-level defaults of one Region (EC2 API Reference, `InstanceMetadataDefaultsResponse`); what is absent is "no
 * preference". IPv6 has no default.
 */
export interface MetadataDefaults {
  readonly accountId: string;
  readonly region: string;
  readonly httpTokens?: HttpTokens | undefined;
  readonly httpPutResponseHopLimit?: number | undefined;
  readonly httpEndpoint?: Switch | undefined;
  readonly instanceMetadataTags?: Switch | undefined;
  /** Whether instances that would answer without a session token may neither be launched nor made. */
  readonly httpTokensEnforced?: Switch | undefined;
}

/** The defaults as `decideMetadataOptions` takes them. */
export function accountLevel(defaults: MetadataDefaults | undefined): Partial<MetadataOptions> {
  const { httpTokens, httpPutResponseHopLimit, httpEndpoint, instanceMetadataTags } = defaults ?? {};
  return {
    ...(httpTokens === undefined ? {} : { httpTokens }),
    ...(httpPutResponseHopLimit === undefined ? {} : { httpPutResponseHopLimit }),
    ...(httpEndpoint === undefined ? {} : { httpEndpoint }),
    ...(instanceMetadataTags === undefined ? {} : { instanceMetadataTags }),
  };
}
