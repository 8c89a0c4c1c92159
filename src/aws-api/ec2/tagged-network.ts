import { err } from '#base';
import { arn } from '#model';
import type { ResourceTags, Tags } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../action.ts';
import { regionalDocumentId } from '../inventory/entities.ts';
import { networkOf } from './network.ts';
import type { Network } from './network.ts';
import { retagged } from './tagged-documents.ts';
import type { TagHolder } from './tag-holders.ts';

/** The tags of VPCs and subnets: besides their tags nothing is kept of them. */
export function networkTags(
  resourceType: 'subnet' | 'vpc',
  resourcesOf: (network: Network) => ReadonlyMap<string, unknown>,
  notFound: (id: string) => ApiError,
): TagHolder {
  const isThere = (call: Call, id: string): boolean => resourcesOf(networkOf(call)).has(id);
  return {
    resourceType,
    notFound,
    find: (call, id) => (isThere(call, id) ? { id, tags: keptTags(call, id) } : undefined),
    tagged: (call) =>
      call.inventory
        .all('resource-tags')
        .map(({ entity }) => entity)
        .filter(({ accountId, region }) => accountId === call.accountId && region === call.region)
        .filter(({ resourceId }) => isThere(call, resourceId))
        .map(({ resourceId: id, tags }) => ({ id, tags })),
    async change(call, resourceId, update) {
      if (!isThere(call, resourceId)) return err(notFound(resourceId));
      const { accountId, region } = call;
      const none: ResourceTags = { accountId, region, resourceId, tags: {} };
      return call.inventory.change('resource-tags', keptId(call, resourceId), (present) =>
        retagged(present ?? none, update),
      );
    },
    permission: (call, id) => ({
      resource: arn(call.region, 'ec2', call.region, call.accountId, `${resourceType}/${id}`),
      resourceTags: keptTags(call, id),
    }),
  };
}

/** The tags of a resource of which nothing else is kept. */
export function keptTags(call: Call, resourceId: string): Tags {
  return call.inventory.get('resource-tags', keptId(call, resourceId))?.tags ?? {};
}

function keptId({ accountId, region }: Call, resourceId: string): string {
  return regionalDocumentId(accountId, region, resourceId);
}
