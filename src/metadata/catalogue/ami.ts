import type { Subject } from '../category.ts';
import { lines } from '../lines.ts';

/** The image the instance was launched from. */
export const ami = {
  categories: [
    { path: 'meta-data/ami-id', since: '1.0', present: 'always', value: ({ imageId }) => imageId },
    {
      path: 'meta-data/ami-launch-index',
      since: '1.0',
      present: 'always',
      value: ({ amiLaunchIndex }) => String(amiLaunchIndex),
    },
    {
      path: 'meta-data/ami-manifest-path',
      since: '1.0',
      present: 'always',
      value: ({ amiManifestPath }) => amiManifestPath,
    },
    {
      path: 'meta-data/ancestor-ami-ids',
      since: '2007-10-10',
      present: 'when the image names the images it was made from',
      value: ({ ancestorAmiIds }) => lines(ancestorAmiIds),
    },
    {
      path: 'meta-data/kernel-id',
      since: '2008-02-01',
      present: 'when the image is paravirtual and names a kernel',
      value: ({ kernelId }) => kernelId,
    },
    {
      path: 'meta-data/product-codes',
      since: '2007-03-01',
      present: 'when the image has AWS Marketplace product codes',
      value: ({ productCodes }) => lines(productCodes),
    },
    {
      path: 'meta-data/profile',
      since: '2011-05-01',
      present: 'always',
      value: ({ virtualizationProfile }) => virtualizationProfile,
    },
    {
      path: 'meta-data/ramdisk-id',
      since: '2007-10-10',
      present: 'when the image is paravirtual and names a RAM disk',
      value: ({ ramdiskId }) => ramdiskId,
    },
  ],
} satisfies Subject;
