import { err, ok } from '#base';
import type { Result } from '#base';
import { arn } from '#model';
import type { Tags } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import { documentId } from '../inventory/entities.ts';
import type { Entities } from '../inventory/entities.ts';
import type { TagHolder, TagUpdate } from './tag-holders.ts';

/** The kinds of documents that are one EC2 resource each, with its tags in it. */
type DocumentKind = 'image' | 'key-pair' | 'launch-template';

/** The tags of what is a document of its own. */
export function documentTags(kind: DocumentKind, notFound: (id: string) => ApiError): TagHolder {
  const find = (call: Call, id: string): Entities[DocumentKind] | undefined =>
    entitiesOf(call, kind).find((entity) => entity.id === id);
  return {
    resourceType: kind,
    notFound,
    find,
    tagged: (call) => entitiesOf(call, kind),
    async change(call, id, update) {
      const entity = find(call, id);
      if (entity === undefined) return err(notFound(id));
      return call.inventory.change(kind, documentId(kind, entity), (present) =>
        present?.id === id ? retagged(present, update) : err(notFound(id)),
      );
    },
    permission: (call, id) => ({
      // An image may be shared, so its ARN names no account.
      resource: arn(call.region, 'ec2', call.region, kind === 'image' ? '' : call.accountId, `${kind}/${id}`),
      resourceTags: find(call, id)?.tags,
    }),
  };
}

function entitiesOf<Kind extends DocumentKind>(
  { inventory, accountId, region }: Call,
  kind: Kind,
): readonly Entities[Kind][] {
  return (
    inventory
      .all(kind)
      .map(({ entity }) => entity)
      .filter((entity) => entity.accountId === accountId && entity.region === region)
      // Of a deregistered image only the id is left.
      .filter((entity) => !('deregisteredAtMs' in entity))
  );
}

/** The same with other tags. */
export function retagged<Holder extends { readonly tags?: Tags | undefined }>(
  present: Holder,
  update: TagUpdate,
): Result<Holder, ApiError> {
  const before = present.tags ?? {};
  const tags = update(before);
  if (!tags.ok) return tags;
  return ok(tags.value === before ? present : { ...present, tags: tags.value });
}
