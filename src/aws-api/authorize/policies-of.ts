import type { IamIdentity } from '#model';
import type { CompiledPolicy, PolicyKind, PolicySet } from '#policy';
import type { Caller } from '../authenticate/caller.ts';
import { iamDocumentId } from '../inventory/entities.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { managedPolicyText } from './managed-policy-text.ts';
import type { PolicyShelf } from './policy-shelf.ts';
import { scpLevels } from './scp-levels.ts';

/** Where policies are found. */
export interface PolicySource {
  readonly inventory: Inventory;
  readonly shelf: PolicyShelf;
}

/** Every policy that has a say in what `caller` does: its own, its boundary, its session's and its organization's. */
export function policiesOf(source: PolicySource, caller: Caller): PolicySet {
  const identity = identityOf(source.inventory, caller);
  const session = sessionPolicies(source, caller);
  const scps = scpLevels(source, caller.accountId);
  return {
    ...(identity === undefined ? {} : ownPolicies(source, identity)),
    ...(session === undefined ? {} : { session }),
    ...(scps === undefined ? {} : { scps }),
  };
}

/** Every policy that has a say in whatever a user or role does: its own, its boundary and its organization's. */
export function identityPolicies(source: PolicySource, identity: IamIdentity): PolicySet {
  const scps = scpLevels(source, identity.accountId);
  return { ...ownPolicies(source, identity), ...(scps === undefined ? {} : { scps }) };
}

/** The user or role behind a caller; undefined for those who are neither, and when it has been deleted. */
export function identityOf(inventory: Inventory, { principal }: Caller): IamIdentity | undefined {
  if (principal.kind === 'user') {
    const user = inventory.get('user', iamDocumentId(principal.accountId, nameIn(principal.arn)));
    return user?.id === principal.id ? user : undefined;
  }
  if (principal.kind !== 'assumed-role') return undefined;
  const role = inventory.get('role', iamDocumentId(principal.accountId, nameIn(principal.roleArn)));
  // A role made anew under the same name is another role (IAM User Guide, "Unique identifiers").
  return role !== undefined && principal.id.startsWith(`${role.id}:`) ? role : undefined;
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function ownPolicies(source: PolicySource, identity: IamIdentity): Pick<PolicySet, 'identity' | 'boundary'> {
  const { permissionsBoundaryArn: boundary } = identity;
  const inline = Object.entries(identity.inlinePolicies).map(([name, text]) =>
    source.shelf.compiled(text, 'identity', { name }),
  );
  return {
    identity: [...inline, ...identity.attachedPolicyArns.map((arn) => managed(source, arn, 'identity'))],
    ...(boundary === undefined ? {} : { boundary: managed(source, boundary, 'permissions-boundary') }),
  };
}

/** `undefined` if none were passed, which is not the same as having passed none that allow. */
function sessionPolicies(source: PolicySource, { session }: Caller): readonly CompiledPolicy[] | undefined {
  if (session === undefined || session.policies.length + session.policyArns.length === 0) return undefined;
  return [
    ...session.policies.map((text) => source.shelf.compiled(text, 'session', { name: 'session policy' })),
    ...session.policyArns.map((arn) => managed(source, arn, 'identity')),
  ];
}

/** A policy that has gone allows nothing; as a boundary, that leaves nothing. */
function managed({ inventory, shelf }: PolicySource, arn: string, kind: PolicyKind): CompiledPolicy {
  const name = { name: nameIn(arn), arn };
  const text = managedPolicyText(inventory, arn);
  return text === undefined ? { ...name, allows: [], denies: [] } : shelf.compiled(text, kind, name);
}
