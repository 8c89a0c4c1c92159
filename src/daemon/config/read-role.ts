import type { Report } from '#document';
import { arn } from '#model';
import type { AccountId } from '#model';
import { compilePolicy, letsEc2Assume, parsePolicyDocument } from '#policy';
import type { PolicyKind } from '#policy';
import type { IssuerDeclaration, PolicyDocument, RoleDeclaration } from './configuration.ts';
import { declareRole } from './role-declaration.ts';
import type { RoleShape } from './role-schema.ts';
import { EC2_TRUST_POLICY } from './trust-policy.ts';

const DEFAULT_PROCESS_TIMEOUT_SECONDS = 60;

/** Puts a role into the words of the model. `report` takes what is wrong with it, by the path below the role. */
export function readRole(
  name: string,
  shape: RoleShape,
  { accountId, region }: { readonly accountId: AccountId; readonly region: string },
  report: Report,
): RoleDeclaration {
  const issuer = readIssuer(shape.issuer, (path, message) => report(['issuer', ...path], message));
  const policies = shape.policies ?? {};
  for (const [policy, document] of Object.entries(policies))
    checkPolicy(document, 'identity', ['policies', policy], report);
  const trustPolicy = shape.trust === undefined || shape.trust === 'ec2' ? EC2_TRUST_POLICY : shape.trust;
  if (trustPolicy !== EC2_TRUST_POLICY) checkPolicy(trustPolicy, 'trust', ['trust'], report);
  const status = trustsEc2(trustPolicy, name, accountId, region) ? 'ready' : 'role-unauthorized';
  return declareRole({ name, trustPolicy, policies, issuer, status }, accountId, region);
}

function checkPolicy(document: PolicyDocument, kind: PolicyKind, path: readonly string[], report: Report): void {
  const parsed = parsePolicyDocument(document, kind);
  if (parsed.ok) return;
  const { path: within, detail } = parsed.error;
  report([...path], within === '' ? detail : `${within}: ${detail}`);
}

/** Of an instance that is not known yet: a policy that names one is looked at again when there are instances. */
function trustsEc2(policy: PolicyDocument, name: string, accountId: AccountId, region: string): boolean {
  const parsed = parsePolicyDocument(policy, 'trust');
  if (!parsed.ok) return false;
  const roleArn = arn(region, 'iam', '', accountId, `role/${name}`);
  const instanceArn = arn(region, 'ec2', region, accountId, 'instance/*');
  return letsEc2Assume(compilePolicy(parsed.value, { name }), { roleArn, accountId, instanceArn });
}

function readIssuer(issuer: RoleShape['issuer'], report: Report): IssuerDeclaration {
  if (issuer === undefined || issuer === 'local') return { kind: 'local' };
  if (Object.keys(issuer).length !== 1) report([], 'expected "local" or exactly one of aws, process, static');
  if (issuer.aws !== undefined) {
    const { roleArn, endpoint, region, externalId, durationSeconds } = issuer.aws;
    return { kind: 'aws', roleArn, endpoint, region, externalId, durationSeconds };
  }
  if (issuer.process !== undefined) {
    const { command, timeoutSeconds = DEFAULT_PROCESS_TIMEOUT_SECONDS } = issuer.process;
    return { kind: 'process', command, timeoutSeconds };
  }
  if (issuer.static === undefined) return { kind: 'local' };
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = issuer.static;
  const expirationMs = expiration === undefined ? undefined : Date.parse(expiration);
  return { kind: 'static', accessKeyId, secretAccessKey, sessionToken, expirationMs };
}
