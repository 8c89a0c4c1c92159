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
  readonly createdAtMs: number;
  readonly tags: Tags;
}
