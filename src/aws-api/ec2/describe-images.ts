import { err, ok } from '#base';
import type { Result } from '#base';
import type { Image } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { filtered } from './filters.ts';
import type { Filterable } from './filters.ts';
import { imagesNotFound, knownImage, malformedImageId, visibleImages } from './find-image.ts';
import { blockDeviceMappings, imageView, isPublic, ownerAlias } from './image-view.ts';
import { describedPage, maxResultsOutside } from './max-results.ts';
import { publicImages } from './public-images.ts';

/** EC2 API Reference, `DescribeImages`: those registered here that the account may launch, and whatever else it names. */
export const describeImages: ActionOf<'ec2', 'DescribeImages'> = {
  validate: ({ ImageIds = [], MaxResults }) => malformedImageId(ImageIds) ?? maxResultsOutside(1, 1000, MaxResults),
  act(input, call) {
    const named = namedImages(call, input);
    if (!named.ok) return named;
    const wanted = named.value.filter((image) => isOfOwners(image, input, call) && isExecutable(image, input, call));
    const matching = filtered(wanted, input.Filters, FILTERS);
    if (!matching.ok) return matching;
    const page = describedPage([...matching.value].sort(byId), ({ id }) => id, input);
    return page.ok ? ok({ Images: page.value.items.map(imageView), NextToken: page.value.nextToken }) : page;
  },
};

function namedImages(call: Call, input: ec2.DescribeImagesRequest): Result<readonly Image[], ApiError> {
  const { ImageIds: ids = [] } = input;
  if (ids.length === 0) return ok([...visibleImages(call), ...(asksForOthers(input) ? publicImages(call.region) : [])]);
  const distinct = [...new Set(ids)];
  const found = distinct.flatMap((id) => knownImage(call, id) ?? []);
  if (found.length === distinct.length) return ok(found);
  return err(imagesNotFound(distinct.filter((id) => knownImage(call, id) === undefined)));
}

/** Of what others publish nobody is told who does not ask for its owner: hardly anybody wants all of it at AWS. */
function asksForOthers({ Owners = [], Filters = [] }: ec2.DescribeImagesRequest): boolean {
  return Owners.some((owner) => owner !== 'self') || Filters.some(({ Name = '' }) => Name.startsWith('owner-'));
}

function isOfOwners({ accountId }: Image, { Owners = [] }: ec2.DescribeImagesRequest, call: Call): boolean {
  return (
    Owners.length === 0 ||
    Owners.some(
      (owner) =>
        owner === accountId || owner === ownerAlias(accountId) || (owner === 'self' && accountId === call.accountId),
    )
  );
}

function isExecutable(image: Image, { ExecutableUsers = [] }: ec2.DescribeImagesRequest, call: Call): boolean {
  const { launchPermissions = [] } = image;
  return (
    ExecutableUsers.length === 0 ||
    ExecutableUsers.some((user) => launchPermissions.includes(user === 'self' ? call.accountId : user))
  );
}

const FILTERS: Filterable<Image> = {
  table: {
    architecture: ({ architecture }) => architecture,
    'block-device-mapping.device-name': (image) => blockDeviceMappings(image).map(({ DeviceName }) => DeviceName),
    'block-device-mapping.snapshot-id': (image) => blockDeviceMappings(image).map(({ Ebs }) => Ebs?.SnapshotId),
    'creation-date': ({ createdAtMs }) => new Date(createdAtMs).toISOString(),
    description: ({ description }) => description,
    'ena-support': () => true,
    hypervisor: () => 'xen',
    'image-id': ({ id }) => id,
    'image-type': () => 'machine',
    'imds-support': ({ imdsSupport }) => imdsSupport,
    'is-public': isPublic,
    name: ({ name }) => name,
    'owner-alias': ({ accountId }) => ownerAlias(accountId),
    'owner-id': ({ accountId }) => accountId,
    'root-device-name': ({ rootDeviceName }) => rootDeviceName,
    'root-device-type': () => 'ebs',
    state: () => 'available',
    'virtualization-type': () => 'hvm',
  },
  tagsOf: ({ tags }) => tags,
};

function byId(one: Image, other: Image): number {
  return one.id < other.id ? -1 : 1;
}
