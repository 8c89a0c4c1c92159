import { parseAccountId } from '#model';
import { DEFAULT_DATA_PLANE } from './configuration.ts';
import type { ImageDeclaration, IssuerDeclaration, RoleDeclaration } from './configuration.ts';
import type { SettingsShape } from './configuration-schema.ts';
import { DEFAULT_ACCOUNT_ID, DEFAULT_REGION } from './default-configuration.ts';
import type { Report } from './problem.ts';
import type { Settings } from './read-instance.ts';
import { declareRole } from './role-declaration.ts';
import type { RoleShape } from './role-schema.ts';
import { EC2_TRUST_POLICY } from './trust-policy.ts';

const DEFAULT_PROCESS_TIMEOUT_SECONDS = 60;

/** Puts everything but the instances into the words of the model. */
export function readSettings(shape: SettingsShape, report: Report): Settings {
  const account = shape.account === undefined ? undefined : parseAccountId(shape.account);
  const accountId = account?.ok === true ? account.value : DEFAULT_ACCOUNT_ID;
  const region = shape.region ?? DEFAULT_REGION;
  const roles = Object.entries(shape.roles ?? {}).map(([name, role]): [string, RoleDeclaration] => {
    const issuer = readIssuer(role.issuer, (path, message) => report(['roles', name, 'issuer', ...path], message));
    const trustPolicy = role.trust === undefined || role.trust === 'ec2' ? EC2_TRUST_POLICY : role.trust;
    return [name, declareRole({ name, trustPolicy, policies: role.policies ?? {}, issuer }, accountId, region)];
  });
  return {
    accountId,
    region,
    metadataDefaults: shape.metadataDefaults ?? {},
    roles: new Map(roles),
    images: readImages(shape.images ?? {}),
    dataPlane: { ...DEFAULT_DATA_PLANE, ...shape.dataPlane },
  };
}

function readImages(images: NonNullable<SettingsShape['images']>): ReadonlyMap<string, ImageDeclaration> {
  const entries = Object.entries(images).map(([id, { name, imdsSupport }]): [string, ImageDeclaration] => [
    id,
    { name, supportsV2: imdsSupport === 'v2.0' },
  ]);
  return new Map(entries);
}

function readIssuer(issuer: RoleShape['issuer'], report: Report): IssuerDeclaration {
  if (issuer === undefined || issuer === 'local') return { kind: 'local' };
  if (Object.keys(issuer).length !== 1) report([], 'expected "local" or exactly one of aws, process, static');
  if (issuer.aws !== undefined) {
    const { roleArn, endpoint, region, externalId, durationSeconds, profile } = issuer.aws;
    return { kind: 'aws', roleArn, endpoint, region, externalId, durationSeconds, profile };
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
