import { hexDigits } from '#base';
import { arn } from '#model';
import type { AccountId } from '#model';
import type { IssuerDeclaration, PolicyDocument, RoleDeclaration } from './configuration.ts';

const IAM_ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What the file says of a role. */
export interface DeclaredRole {
  readonly name: string;
  readonly trustPolicy: PolicyDocument;
  readonly policies: Readonly<Record<string, PolicyDocument>>;
  readonly issuer: IssuerDeclaration;
  /** Whether the trust policy lets EC2 assume it. */
  readonly status: RoleDeclaration['status'];
}

/** A role with the ids and ARNs that depend on nothing but account, Region (for the partition) and name. */
export function declareRole(declared: DeclaredRole, accountId: AccountId, region: string): RoleDeclaration {
  const { name, status } = declared;
  const id = iamId('AROA', `${accountId}/${name}`);
  const roleArn = arn(region, 'iam', '', accountId, `role/${name}`);
  const profile = {
    name,
    arn: arn(region, 'iam', '', accountId, `instance-profile/${name}`),
    id: iamId('AIPA', `${accountId}/${name}`),
    status,
    roleName: name,
    roleId: id,
    roleArn,
  } as const;
  return { ...declared, id, arn: roleArn, profile };
}

/** A unique id as IAM writes them: a prefix and 17 characters of base32 (IAM User Guide, "Unique identifiers"). */
function iamId(prefix: string, seed: string): string {
  const characters = hexDigits(`${prefix}:${seed}`, 34).replaceAll(
    /../g,
    (octet) => IAM_ID_ALPHABET[Number.parseInt(octet, 16) & 31] ?? 'A',
  );
  return `${prefix}${characters}`;
}
