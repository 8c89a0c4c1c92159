/** Whether a request must carry a session token (EC2 `HttpTokens`). */
export type HttpTokens = 'optional' | 'required';

/** A switch as EC2 spells it. */
export type Switch = 'enabled' | 'disabled';

/** The effective metadata options of one instance (EC2 `InstanceMetadataOptionsResponse`, without its `state`). */
export interface MetadataOptions {
  readonly httpTokens: HttpTokens;
  /** IP TTL or IPv6 hop limit of the answer to a token PUT, 1 to 64. */
  readonly httpPutResponseHopLimit: number;
  readonly httpEndpoint: Switch;
  readonly httpProtocolIpv6: Switch;
  readonly instanceMetadataTags: Switch;
}

/** EC2's own values where neither launch, account nor image says otherwise (EC2 User Guide, "Order of precedence"). */
export const BUILT_IN_METADATA_OPTIONS: MetadataOptions = {
  httpTokens: 'optional',
  httpPutResponseHopLimit: 1,
  httpEndpoint: 'enabled',
  httpProtocolIpv6: 'disabled',
  instanceMetadataTags: 'disabled',
};

/** What an image registered with `ImdsSupport=v2.0` brings (EC2 User Guide, "Configure the AMI"). */
export const IMDS_SUPPORT_V2_OPTIONS = { httpTokens: 'required', httpPutResponseHopLimit: 2 } as const;

/** The level at which an option was decided. */
export type OptionSource = 'launch' | 'account' | 'image' | 'built-in';

/** One option's effective value and the level that decided it. */
export interface DecidedOption<Value> {
  readonly value: Value;
  readonly decidedBy: OptionSource;
}

/** Every option with the level that decided it. */
export type DecidedOptions = { readonly [Option in keyof MetadataOptions]: DecidedOption<MetadataOptions[Option]> };

/** What may decide an option, most specific first. */
export interface OptionLevels {
  readonly launch: Partial<MetadataOptions>;
  readonly account: Partial<MetadataOptions>;
  /** True when the image has `ImdsSupport=v2.0`. */
  readonly imageSupportsV2: boolean;
}

/** Decides each option by itself: launch parameter, account default, image, built-in (EC2 User Guide, "Order of precedence"). */
export function decideMetadataOptions(levels: OptionLevels): DecidedOptions {
  const image: Partial<MetadataOptions> = levels.imageSupportsV2 ? IMDS_SUPPORT_V2_OPTIONS : {};
  const decide = <Option extends keyof MetadataOptions>(option: Option): DecidedOption<MetadataOptions[Option]> => {
    const { launch, account } = levels;
    if (launch[option] !== undefined) return { value: launch[option], decidedBy: 'launch' };
    if (account[option] !== undefined) return { value: account[option], decidedBy: 'account' };
    if (image[option] !== undefined) return { value: image[option], decidedBy: 'image' };
    return { value: BUILT_IN_METADATA_OPTIONS[option], decidedBy: 'built-in' };
  };
  return {
    httpTokens: decide('httpTokens'),
    httpPutResponseHopLimit: decide('httpPutResponseHopLimit'),
    httpEndpoint: decide('httpEndpoint'),
    httpProtocolIpv6: decide('httpProtocolIpv6'),
    instanceMetadataTags: decide('instanceMetadataTags'),
  };
}

/** The bare values of decided options. */
export function effectiveOptions(decided: DecidedOptions): MetadataOptions {
  return {
    httpTokens: decided.httpTokens.value,
    httpPutResponseHopLimit: decided.httpPutResponseHopLimit.value,
    httpEndpoint: decided.httpEndpoint.value,
    httpProtocolIpv6: decided.httpProtocolIpv6.value,
    instanceMetadataTags: decided.instanceMetadataTags.value,
  };
}
