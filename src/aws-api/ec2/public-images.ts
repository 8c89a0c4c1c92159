import { deriveResourceId } from '#model';
import type { Image } from '#model';

/** The accounts whose images everybody asks for by name. */
export const PUBLISHERS = { amazon: '137112412989', canonical: '099720109477', debian: '136693071363' } as const;

interface PublicImage extends Pick<Image, 'architecture' | 'imdsSupport' | 'rootDeviceName'> {
  readonly publisher: keyof typeof PUBLISHERS;
  readonly name: string;
  readonly description: string;
}

const CREATED_AT_MS = Date.UTC(2024, 9, 10);

const amazon = { publisher: 'amazon', rootDeviceName: '/dev/xvda' } as const;
const canonical = { publisher: 'canonical', rootDeviceName: '/dev/sda1' } as const;

/** EC2 User Guide, "Configure IMDS for new instances": of these, Amazon Linux 2023 demands tokens. */
const IMAGES: readonly PublicImage[] = (['x86_64', 'arm64'] as const).flatMap((architecture) => {
  const debian = architecture === 'x86_64' ? 'amd64' : 'arm64';
  return [
    {
      ...amazon,
      architecture,
      name: `al2023-ami-2023.6.20241010.0-kernel-6.1-${architecture}`,
      description: `Amazon Linux 2023 AMI 2023.6.20241010.0 ${architecture} HVM kernel-6.1`,
      imdsSupport: 'v2.0',
    },
    {
      ...amazon,
      architecture,
      name: `amzn2-ami-kernel-5.10-hvm-2.0.20241001.0-${architecture}-gp2`,
      description: `Amazon Linux 2 Kernel 5.10 AMI 2.0.20241001.0 ${architecture} HVM gp2`,
    },
    {
      ...amazon,
      architecture,
      name: `amzn2-ami-hvm-2.0.20241001.0-${architecture}-gp2`,
      description: `Amazon Linux 2 AMI 2.0.20241001.0 ${architecture} HVM gp2`,
    },
    {
      ...canonical,
      architecture,
      name: `ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-${debian}-server-20241002`,
      description: `Canonical, Ubuntu, 22.04 LTS, ${debian} jammy image build on 2024-10-02`,
    },
    {
      ...canonical,
      architecture,
      name: `ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-${debian}-server-20241004`,
      description: `Canonical, Ubuntu, 24.04, ${debian} noble image`,
    },
    {
      publisher: 'debian',
      rootDeviceName: '/dev/xvda',
      architecture,
      name: `debian-12-${debian}-20241004-1890`,
      description: 'Debian 12 (20241004-1890)',
    },
  ];
});

/**
 * Stand-ins for the images that guides and modules look up by name, called as their publishers call them. Their ids are made
 * up here, so none is that of a real image; of all other public images there is no list.
 */
export function publicImages(region: string): readonly Image[] {
  return IMAGES.map(({ publisher, ...image }) => {
    const id = deriveResourceId('ami', `${region}/${PUBLISHERS[publisher]}/${image.name}`);
    const Ebs = {
      SnapshotId: deriveResourceId('snap', id),
      VolumeSize: 8,
      VolumeType: 'gp3',
      DeleteOnTermination: true,
    };
    return {
      ...image,
      id,
      accountId: PUBLISHERS[publisher],
      region,
      blockDeviceMappings: [{ DeviceName: image.rootDeviceName, Ebs }],
      launchPermissions: ['all'],
      createdAtMs: CREATED_AT_MS,
      tags: {},
    };
  });
}
