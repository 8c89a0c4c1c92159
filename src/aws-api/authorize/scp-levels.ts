import type { Organization } from '#model';
import type { CompiledPolicy, ScpLevel } from '#policy';
import type { Inventory } from '../inventory/inventory.ts';
import type { PolicyShelf } from './policy-shelf.ts';

/** An account's place in its organization. */
export interface OrganizationPlace {
  readonly organization: Organization;
  /** Ids from the root down to the account. */
  readonly path: readonly string[];
}

const DEPTH_MAX = 10;

/** The place of an account; undefined if it is in no organization. */
export function organizationPlace(inventory: Inventory, accountId: string): OrganizationPlace | undefined {
  for (const { entity: organization } of inventory.all('organization')) {
    const account = organization.accounts.find(({ id }) => id === accountId);
    if (account !== undefined) return { organization, path: [...pathTo(organization, account.parentId), accountId] };
  }
  return undefined;
}

function pathTo(organization: Organization, parentId: string): readonly string[] {
  const path: string[] = [];
  for (let id: string | undefined = parentId; id !== undefined && path.length < DEPTH_MAX;) {
    path.unshift(id);
    const current: string = id;
    id = organization.units.find((unit) => unit.id === current)?.parentId;
  }
  return path;
}

/**
 * The service control policies above an account, from the root down; undefined where none apply: in no organization, in the
 * management account, or with that kind of policy switched off (Organizations User Guide, "SCP evaluation").
 */
export function scpLevels(
  { inventory, shelf }: { readonly inventory: Inventory; readonly shelf: PolicyShelf },
  accountId: string,
): readonly ScpLevel[] | undefined {
  const place = organizationPlace(inventory, accountId);
  if (place === undefined) return undefined;
  const { organization, path } = place;
  const enabled = organization.enabledPolicyTypes.includes('SERVICE_CONTROL_POLICY');
  if (!enabled || organization.managementAccountId === accountId) return undefined;
  return path.map((id) => ({ level: levelOf(organization, id), id, policies: attached(id) }));

  function attached(id: string): readonly CompiledPolicy[] {
    return (organization.attachments[id] ?? []).flatMap((policyId) => {
      const policy = inventory.get('organization-policy', policyId);
      if (policy?.type !== 'SERVICE_CONTROL_POLICY') return [];
      return [shelf.compiled(policy.document, 'scp', { name: policy.name, arn: policy.arn })];
    });
  }
}

function levelOf(organization: Organization, id: string): ScpLevel['level'] {
  if (id === organization.rootId) return 'root';
  return organization.units.some((unit) => unit.id === id) ? 'organizational-unit' : 'account';
}
