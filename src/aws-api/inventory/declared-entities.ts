import { arn } from '#model';
import type { IamInstanceProfile, IamRole, PolicyText } from '#model';

/** A role as a configuration declares it. */
export interface DeclaredRole {
  readonly accountId: string;
  /** For the partition of its ARN. */
  readonly region: string;
  readonly name: string;
  /** `AROA…` */
  readonly id: string;
  readonly trustPolicy: unknown;
  /** Inline policies by name, as JSON values. */
  readonly policies: Readonly<Record<string, unknown>>;
  readonly createdAtMs: number;
}

/** The role that a configuration declares, as `CreateRole` would have made it. Its policies must have been parsed. */
export function declaredRole(declared: DeclaredRole): IamRole {
  const { accountId, region, name, id, createdAtMs } = declared;
  const texts = Object.entries(declared.policies).map(([policy, document]) => [policy, policyText(document)] as const);
  return {
    accountId,
    name,
    id,
    arn: arn(region, 'iam', '', accountId, `role/${name}`),
    path: '/',
    createdAtMs,
    tags: {},
    description: '',
    maxSessionDurationSeconds: 3600,
    trustPolicy: policyText(declared.trustPolicy),
    inlinePolicies: Object.fromEntries(texts),
    attachedPolicyArns: [],
  };
}

/** The instance profile of the same name that holds a declared role; `id` is an `AIPA…`. */
export function declaredInstanceProfile(declared: Omit<DeclaredRole, 'trustPolicy' | 'policies'>): IamInstanceProfile {
  const { accountId, region, name, id, createdAtMs } = declared;
  const own = arn(region, 'iam', '', accountId, `instance-profile/${name}`);
  return { accountId, name, id, arn: own, path: '/', createdAtMs, tags: {}, roleName: name };
}

function policyText(document: unknown): PolicyText {
  return typeof document === 'string' ? document : JSON.stringify(document);
}
