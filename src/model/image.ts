import type { Tags } from './iam.ts';

/** An Amazon Machine Image, as far as it is kept here. */
export interface Image {
  /** `ami-…` */
  readonly id: string;
  /** Its owner. */
  readonly accountId: string;
  readonly region: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** Once set it stays (EC2 API Reference, `ModifyImageAttribute`). */
  readonly imdsSupport?: 'v2.0' | undefined;
  readonly architecture: 'i386' | 'x86_64' | 'arm64';
  readonly rootDeviceName: string;
  /** `BlockDeviceMappings` in the API's own member names. */
  readonly blockDeviceMappings?: readonly Readonly<Record<string, unknown>>[] | undefined;
  /** Accounts that may launch it besides its owner; `all` is everybody. */
  readonly launchPermissions?: readonly string[] | undefined;
  readonly createdAtMs: number;
  /** Once it has been deregistered: it is gone, and its id is not used again. */
  readonly deregisteredAtMs?: number | undefined;
  readonly tags: Tags;
}
