import type { PolicyDocument } from './configuration.ts';

/** The trust policy that `trust: ec2` stands for. */
export const EC2_TRUST_POLICY: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

const EC2_SERVICES = new Set(['ec2.amazonaws.com', 'ec2.amazonaws.com.cn']);

/**
 * Whether a trust policy lets EC2 call `sts:AssumeRole`: some `Allow` does and no unconditional `Deny` forbids it. Of
 * conditions, only the `aws:Source…` keys that EC2 sends are taken to hold; a role that asks for an external id or for
 * MFA is out of EC2's reach.
 */
export function letsEc2Assume(policy: PolicyDocument): boolean {
  const statements = listOf(policy['Statement']).filter(isRecord).filter(speaksOfEc2);
  const denied = statements.some(
    (statement) => statement['Effect'] === 'Deny' && conditionKeys(statement).length === 0,
  );
  return !denied && statements.some((statement) => statement['Effect'] === 'Allow' && mayHold(statement));
}

function speaksOfEc2(statement: PolicyDocument): boolean {
  return matchesAction(statement) && matchesPrincipal(statement);
}

function matchesAction(statement: PolicyDocument): boolean {
  const named = listOf(statement['Action'] ?? statement['NotAction']).some(isAssumeRole);
  return 'NotAction' in statement ? !named : named;
}

function isAssumeRole(pattern: unknown): boolean {
  if (typeof pattern !== 'string') return false;
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  const expression = escaped.replaceAll(/\*+/g, '.*').replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 'i').test('sts:AssumeRole');
}

function matchesPrincipal(statement: PolicyDocument): boolean {
  if ('NotPrincipal' in statement) return !namesEc2(statement['NotPrincipal']);
  return namesEc2(statement['Principal']);
}

function namesEc2(principal: unknown): boolean {
  if (principal === '*') return true;
  if (!isRecord(principal)) return false;
  return listOf(principal['Service']).some(
    (name) => name === '*' || (typeof name === 'string' && EC2_SERVICES.has(name)),
  );
}

function mayHold(statement: PolicyDocument): boolean {
  return conditionKeys(statement).every((key) => key.toLowerCase().startsWith('aws:source'));
}

function conditionKeys(statement: PolicyDocument): readonly string[] {
  const condition = statement['Condition'];
  return isRecord(condition)
    ? Object.values(condition).flatMap((test) => (isRecord(test) ? Object.keys(test) : []))
    : [];
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isRecord(value: unknown): value is PolicyDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
