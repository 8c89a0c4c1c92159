import { arn } from '#model';
import type { Tags } from '#model';
import type { ApiError, ec2 } from '#protocol/aws';
import type { Call } from '../action.ts';
import type { Permission } from '../authorize/permission.ts';
import type { Entities } from '../inventory/entities.ts';
import type { Held } from '../inventory/inventory.ts';
import { ec2Error, instancesNotFound } from './errors.ts';
import { findInstance, visibleInstances } from './find-instances.ts';
import { instancePermission } from './instance-permission.ts';

/** The kinds of EC2 resources that have tags here. */
export type TaggableKind = 'image' | 'instance' | 'key-pair' | 'launch-template';

/** What tags hang on. */
export interface Taggable {
  readonly kind: TaggableKind;
  /** Of the document. */
  readonly documentId: string;
  /** The id people know. */
  readonly resourceId: string;
  readonly tags: Tags;
}

interface TaggableType {
  readonly kind: TaggableKind;
  readonly resourceType: ec2.ResourceType;
  readonly notFound: (id: string) => ApiError;
}

/** By the prefix of the resource's id. */
const TYPES: Readonly<Record<string, TaggableType>> = {
  ami: {
    kind: 'image',
    resourceType: 'image',
    notFound: (id) => ec2Error('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`),
  },
  i: { kind: 'instance', resourceType: 'instance', notFound: (id) => instancesNotFound([id]) },
  key: {
    kind: 'key-pair',
    resourceType: 'key-pair',
    notFound: (id) => ec2Error('InvalidKeyPair.NotFound', `The key pair '${id}' does not exist`),
  },
  lt: {
    kind: 'launch-template',
    resourceType: 'launch-template',
    notFound: (id) =>
      ec2Error(
        'InvalidLaunchTemplateId.NotFound',
        `The specified launch template, with template ID ${id}, does not exist.`,
      ),
  },
};

/** What kind of resource an id is of; undefined if none that has tags. */
export function taggableType(resourceId: string): TaggableType | undefined {
  const prefix = /^([a-z]+)-[0-9a-f]{8,17}$/.exec(resourceId)?.[1] ?? '';
  return Object.hasOwn(TYPES, prefix) ? TYPES[prefix] : undefined;
}

/** What is wrong with ids that tags are to be hung on. */
export function untaggable(resourceIds: readonly string[]): ApiError | undefined {
  const id = resourceIds.find((resourceId) => taggableType(resourceId) === undefined);
  return id === undefined ? undefined : ec2Error('InvalidID', `The ID '${id.slice(0, 100)}' is not valid`);
}

/** Everything of a kind that the call's account and Region has. */
export function taggables(call: Call, kind: TaggableKind): readonly Taggable[] {
  if (kind === 'instance') return visibleInstances(call).map(({ entity }) => taggable(kind, entity.id, entity));
  const { inventory, accountId, region } = call;
  const all: readonly Held<Entities[Exclude<TaggableKind, 'instance'>]>[] = inventory.all(kind);
  return (
    all
      .filter(({ entity }) => entity.accountId === accountId && entity.region === region)
      // Of a deregistered image only the id is left.
      .filter(({ entity }) => !('deregisteredAtMs' in entity))
      .map(({ entity }) => taggable(kind, documentIdOf(kind, entity), entity))
  );
}

/** The resource of this id; undefined if the call's account and Region has none. */
export function findTaggable(call: Call, resourceId: string): Taggable | undefined {
  const type = taggableType(resourceId);
  if (type === undefined) return undefined;
  if (type.kind !== 'instance') return taggables(call, type.kind).find((each) => each.resourceId === resourceId);
  const held = findInstance(call, resourceId);
  return held && taggable(type.kind, resourceId, held.entity);
}

/** Permission for something with one resource. */
export function taggablePermission(call: Call, resourceId: string): Permission {
  const type = taggableType(resourceId);
  if (type === undefined || type.kind === 'instance') return instancePermission(call, resourceId);
  const owner = type.kind === 'image' ? '' : call.accountId;
  const resource = arn(call.region, 'ec2', call.region, owner, `${type.resourceType}/${resourceId}`);
  return { resource, resourceTags: findTaggable(call, resourceId)?.tags };
}

function documentIdOf(
  kind: Exclude<TaggableKind, 'instance'>,
  { id, name, accountId, region }: { id: string; name?: string | undefined; accountId: string; region: string },
): string {
  return kind === 'image' ? id : `${accountId}/${region}/${name}`;
}

function taggable(kind: TaggableKind, documentId: string, entity: { id: string; tags?: Tags }): Taggable {
  return { kind, documentId, resourceId: entity.id, tags: entity.tags ?? {} };
}
