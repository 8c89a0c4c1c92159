import type { Organization, OrganizationAccount, OrganizationalUnit } from '#model';
import type { organizations } from '#protocol/aws';
import type { Call } from '../action.ts';
import { organizationArn } from './organization.ts';

/** Something that accounts and units can be in, or that policies can be attached to. */
export type Place =
  | { readonly kind: 'ROOT'; readonly id: string; readonly name: string }
  | {
      readonly kind: 'ORGANIZATIONAL_UNIT';
      readonly id: string;
      readonly name: string;
      readonly unit: OrganizationalUnit;
    }
  | { readonly kind: 'ACCOUNT'; readonly id: string; readonly name: string; readonly account: OrganizationAccount };

/** The place of an id; undefined if there is none. */
export function findPlace(organization: Organization, id: string): Place | undefined {
  if (id === organization.rootId) return { kind: 'ROOT', id, name: 'Root' };
  const unit = organization.units.find((each) => each.id === id);
  if (unit !== undefined) return { kind: 'ORGANIZATIONAL_UNIT', id, name: unit.name, unit };
  const account = organization.accounts.find((each) => each.id === id);
  return account && { kind: 'ACCOUNT', id, name: account.name, account };
}

/** Whether an id is that of the root or of a unit. */
export function isParent(organization: Organization, id: string): boolean {
  const kind = findPlace(organization, id)?.kind;
  return kind === 'ROOT' || kind === 'ORGANIZATIONAL_UNIT';
}

/** How deep a parent lies: the root 0, its units 1. */
export function depthOf(organization: Organization, id: string): number {
  const unit = organization.units.find((each) => each.id === id);
  return unit === undefined ? 0 : 1 + depthOf(organization, unit.parentId);
}

/** The ARN of a place (Organizations User Guide, "ARN formats supported by Organizations"). */
export function placeArn(call: Call, organization: Organization, { kind, id }: Place): string {
  const type = { ROOT: 'root', ORGANIZATIONAL_UNIT: 'ou', ACCOUNT: 'account' }[kind];
  return organizationArn(call, organization, `${type}/${organization.id}/${id}`);
}

/** The root as the API shows it. */
export function rootView(call: Call, organization: Organization): organizations.Root {
  const { rootId: id } = organization;
  return {
    Id: id,
    Arn: placeArn(call, organization, { kind: 'ROOT', id, name: 'Root' }),
    Name: 'Root',
    PolicyTypes: enabledPolicyTypes(organization),
  };
}

/** The kinds of policy that are switched on. */
function enabledPolicyTypes({ enabledPolicyTypes: types }: Organization): readonly organizations.PolicyTypeSummary[] {
  // Only `EnablePolicyType` writes them, from values of that type.
  return types.map((Type) => ({ Type: Type as organizations.PolicyType, Status: 'ENABLED' }));
}

/** A unit as the API shows it. */
export function unitView(
  call: Call,
  organization: Organization,
  unit: OrganizationalUnit,
): organizations.OrganizationalUnit {
  const { id, name } = unit;
  const Arn = placeArn(call, organization, { kind: 'ORGANIZATIONAL_UNIT', id, name, unit });
  return { Id: id, Arn, Name: name, Path: pathOf(organization, id) };
}

/** An account as the API shows it. */
export function accountView(
  call: Call,
  organization: Organization,
  account: OrganizationAccount,
): organizations.Account {
  const { id, name } = account;
  return {
    Id: id,
    Arn: placeArn(call, organization, { kind: 'ACCOUNT', id, name, account }),
    Email: account.email,
    Name: name,
    Status: account.status,
    State: account.status,
    Paths: [pathOf(organization, id)],
    JoinedMethod: account.joinedMethod,
    JoinedTimestamp: new Date(account.joinedAtMs),
  };
}

/** `o-…/r-…/ou-…/`: down to the place itself. */
function pathOf(organization: Organization, id: string): string {
  const place = findPlace(organization, id);
  if (place === undefined || place.kind === 'ROOT') return `${organization.id}/${organization.rootId}/`;
  const { parentId } = place.kind === 'ACCOUNT' ? place.account : place.unit;
  return `${pathOf(organization, parentId)}${id}/`;
}
