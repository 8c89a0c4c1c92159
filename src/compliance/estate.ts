import type { Image, Instance, LaunchTemplate, MetadataDefaults } from '#model';

/** What an account has in a Region, as far as rules look at it. */
export interface Estate {
  readonly accountId: string;
  readonly nowMs: number;
  /** Terminated ones are not among them. */
  readonly instances: readonly Instance[];
  readonly launchTemplates: readonly LaunchTemplate[];
  /** Its own. */
  readonly images: readonly Image[];
  readonly defaults: MetadataDefaults | undefined;
  /** What is known of an instance's requests for metadata. */
  readonly use: (instanceId: string) => MetadataUse;
  /** The policies of the role in the instance profile of this name, as text. */
  readonly rolePolicies: (profileName: string) => readonly string[];
}

/** What is known of an instance's requests for metadata. */
export interface MetadataUse {
  /** Since when there would be something to know. */
  readonly watchedSinceMs: number;
  readonly isUsed: boolean;
  /** Whether any request came from a container. */
  readonly isUsedByContainers: boolean;
}
