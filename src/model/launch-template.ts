import type { Tags } from './iam.ts';

/** One version of a launch template. */
export interface LaunchTemplateVersion {
  /** From 1. */
  readonly number: number;
  readonly description?: string | undefined;
  readonly createdAtMs: number;
  /** ARN of whoever made it. */
  readonly createdBy: string;
  /** Of the call that made it, if it had one, with the SHA-256 of what that call asked for. */
  readonly clientToken?: string | undefined;
  readonly digest?: string | undefined;
  /** `LaunchTemplateData` in the API's own member names, as JSON has it. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** A launch template with its versions. */
export interface LaunchTemplate {
  /** `lt-…` */
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  /** Unique in account and Region. */
  readonly name: string;
  readonly createdAtMs: number;
  readonly createdBy: string;
  readonly defaultVersion: number;
  readonly latestVersion: number;
  /** Oldest first; deleted ones are gone and their numbers not used again. */
  readonly versions: readonly LaunchTemplateVersion[];
  readonly tags: Tags;
}
