import type { PrincipalElement, PrincipalEntry } from './document.ts';

/** Who makes a request. `id` is the unique id (`aws:userid`), such as `AIDA…` or `AROA…:session`. */
export type Principal =
  | AccountPrincipal
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'web-identity'; readonly provider: string }
  | { readonly kind: 'anonymous' };

/** A principal that belongs to an account. */
export type AccountPrincipal =
  | (Belonging & { readonly kind: 'root' })
  | (Belonging & { readonly kind: 'user' })
  | (Belonging & { readonly kind: 'assumed-role'; readonly roleArn: string })
  | (Belonging & { readonly kind: 'federated-user'; readonly userArn: string });

interface Belonging {
  readonly accountId: string;
  /** Of the user, of the session, or `arn:aws:iam::ACCOUNT:root`. */
  readonly arn: string;
  readonly id: string;
}

/**
 * How closely a policy names a principal: itself (or everyone), the role or user behind its session, only its account, or not
 * at all. That decides which other policies may still refuse (IAM User Guide, "Policy evaluation logic").
 */
export type Reach = 'direct' | 'behind-session' | 'account' | 'none';

/** Whether the principal belongs to an account, so that policies are attached to it. */
export function belongsToAccount(principal: Principal): principal is AccountPrincipal {
  return 'accountId' in principal;
}

/** The name in messages and in `DecodeAuthorizationMessage`. */
export function principalName(principal: Principal): string {
  if (belongsToAccount(principal)) return principal.arn;
  if (principal.kind === 'service') return principal.service;
  return principal.kind === 'web-identity' ? principal.provider : 'anonymous';
}

/** How closely `element` names `principal` in a statement that allows. */
export function allowReach(element: PrincipalElement, principal: Principal): Reach {
  const reach = entriesReach(element.entries, principal);
  if (!element.negated) return reach;
  return reach === 'none' ? 'direct' : 'none';
}

/**
 * Whether a statement that denies is about `principal`. `NotPrincipal` spares only whom it names at every level, session, role
 * and account (IAM User Guide, "NotPrincipal"), where one that allows already excludes whom it names at any level: what the
 * guide leaves open is decided against access.
 */
export function denyReaches(element: PrincipalElement, principal: Principal): boolean {
  if (!element.negated) return entriesReach(element.entries, principal) !== 'none';
  const names = namesOf(principal);
  const spared = names.every((name) => element.entries.some((entry) => isNamed(entry, name)));
  return names.length === 0 || !spared;
}

function entriesReach(entries: readonly PrincipalEntry[], principal: Principal): Reach {
  if (entries.some(({ type, value }) => type === 'AWS' && value === '*')) return 'direct';
  const name = namesOf(principal).find((each) => entries.some((entry) => isNamed(entry, each)));
  return name?.reach ?? 'none';
}

/** One of the ways in which a policy may name a principal. */
interface Name {
  readonly reach: Reach;
  readonly type: PrincipalEntry['type'];
  readonly values: readonly string[];
}

/** The names of a principal, closest first. */
function namesOf(principal: Principal): readonly Name[] {
  if (principal.kind === 'anonymous') return [];
  if (principal.kind === 'service') return [{ reach: 'direct', type: 'Service', values: [principal.service, '*'] }];
  if (principal.kind === 'web-identity') {
    return [{ reach: 'direct', type: 'Federated', values: [principal.provider] }];
  }
  const { accountId, arn, id } = principal;
  const account = accountName(accountId, arn);
  if (principal.kind === 'root') return [{ ...account, reach: 'direct' }];
  const self: Name = { reach: 'direct', type: 'AWS', values: [arn, id] };
  return principal.kind === 'user' ? [self, account] : [self, behindSession(principal), account];
}

function accountName(accountId: string, arn: string): Name {
  const partition = arn.split(':')[1] ?? 'aws';
  return { reach: 'account', type: 'AWS', values: [accountId, `arn:${partition}:iam::${accountId}:root`] };
}

function behindSession(principal: AccountPrincipal & { readonly kind: 'assumed-role' | 'federated-user' }): Name {
  const roleId = principal.id.split(':')[0] ?? '';
  const values = principal.kind === 'assumed-role' ? [principal.roleArn, roleId] : [principal.userArn];
  return { reach: 'behind-session', type: 'AWS', values };
}

function isNamed(entry: PrincipalEntry, name: Name): boolean {
  return entry.type === name.type && name.values.includes(entry.value);
}
