import type { Image } from '#model';
import type { ec2 } from '#protocol/aws';
import { PUBLISHERS } from './public-images.ts';
import { tagList } from './tag-list.ts';

/** An image as EC2 shows it. */
export function imageView(image: Image): ec2.Image {
  const { hardware = {} } = image;
  return {
    ImageId: image.id,
    ImageLocation: hardware.imageLocation ?? `${image.accountId}/${image.name ?? image.id}`,
    ImageType: 'machine',
    Name: image.name,
    Description: image.description,
    State: 'available',
    OwnerId: image.accountId,
    ImageOwnerAlias: ownerAlias(image.accountId),
    Public: isPublic(image),
    CreationDate: new Date(image.createdAtMs).toISOString(),
    Architecture: image.architecture,
    ImdsSupport: image.imdsSupport,
    RootDeviceName: image.rootDeviceName,
    RootDeviceType: 'ebs',
    BlockDeviceMappings: blockDeviceMappings(image),
    VirtualizationType: hardware.virtualizationType ?? 'hvm',
    SriovNetSupport: hardware.sriovNetSupport,
    BootMode: hardware.bootMode,
    TpmSupport: hardware.tpmSupport,
    KernelId: hardware.kernelId,
    RamdiskId: hardware.ramdiskId,
    Hypervisor: 'xen',
    EnaSupport: hardware.enaSupport ?? true,
    PlatformDetails: 'Linux/UNIX',
    UsageOperation: 'RunInstances',
    ProductCodes: [],
    Tags: tagList(image.tags),
  };
}

/** What Amazon's own account goes by. */
export function ownerAlias(accountId: string): string | undefined {
  return accountId === PUBLISHERS.amazon ? 'amazon' : undefined;
}

/** Whether every account may launch an image. */
export function isPublic({ launchPermissions = [] }: Image): boolean {
  return launchPermissions.includes('all');
}

/** The devices of an image under the API's names. */
export function blockDeviceMappings({ blockDeviceMappings: kept = [] }: Image): readonly ec2.BlockDeviceMapping[] {
  // Kept as the schema of RegisterImage decoded it.
  return kept;
}
