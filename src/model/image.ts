import type { Tags } from './iam.ts';

/** What an image asks of the hardware it runs on, and where it comes from; as it was registered. */
export interface ImageHardware {
  readonly imageLocation?: string | undefined;
  readonly virtualizationType?: 'hvm' | 'paravirtual' | undefined;
  readonly enaSupport?: boolean | undefined;
  readonly sriovNetSupport?: string | undefined;
  readonly bootMode?: 'legacy-bios' | 'uefi' | 'uefi-preferred' | undefined;
  readonly tpmSupport?: 'v2.0' | undefined;
  readonly kernelId?: string | undefined;
  readonly ramdiskId?: string | undefined;
}

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
  /** Absent where nothing was said: then it is that of a current image. */
  readonly hardware?: ImageHardware | undefined;
  /** `BlockDeviceMappings` in the API's own member names. */
  readonly blockDeviceMappings?: readonly Readonly<Record<string, unknown>>[] | undefined;
  /** Accounts that may launch it besides its owner; `all` is everybody. */
  readonly launchPermissions?: readonly string[] | undefined;
  readonly createdAtMs: number;
  /** Once it has been deregistered: it is gone, and its id is not used again. */
  readonly deregisteredAtMs?: number | undefined;
  readonly tags: Tags;
}
