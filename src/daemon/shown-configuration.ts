import type { Attachment, InstanceProfile } from '#model';
import type { RecordedInstance } from '#recording';
import { DEFAULT_DATA_PLANE } from './config/configuration.ts';
import type { Configuration, RoleDeclaration } from './config/configuration.ts';
import { declareRole } from './config/role-declaration.ts';
import { DEFAULT_TELEMETRY } from './config/telemetry-settings.ts';
import { EC2_TRUST_POLICY } from './config/trust-policy.ts';
import { DEFAULT_FINDINGS } from './config/findings-settings.ts';

/** The configuration of one instance that shows a given tree, with the role that its profile holds. */
export function shownConfiguration(
  { instance, options }: RecordedInstance,
  attachments: readonly Attachment[],
): Configuration {
  return {
    accountId: instance.accountId,
    region: instance.region,
    metadataDefaults: {},
    roles: rolesOf(instance),
    images: new Map(),
    instances: [{ ...instance, launchOptions: options, attachments }],
    events: [],
    dataPlane: DEFAULT_DATA_PLANE,
    faults: [],
    telemetry: DEFAULT_TELEMETRY,
    findings: DEFAULT_FINDINGS,
  };
}

function rolesOf({
  instanceProfile: profile,
  accountId,
  region,
}: RecordedInstance['instance']): Configuration['roles'] {
  if (profile === undefined || profile.roleName === '') return new Map();
  const status = statusOf(profile);
  const trustPolicy = status === 'ready' ? EC2_TRUST_POLICY : { Version: '2012-10-17', Statement: [] };
  const declared = { name: profile.roleName, trustPolicy, policies: {}, issuer: { kind: 'local' }, status } as const;
  return new Map([[profile.roleName, { ...declareRole(declared, accountId, region), profile }]]);
}

function statusOf({ status }: InstanceProfile): RoleDeclaration['status'] {
  return status === 'role-unauthorized' ? 'role-unauthorized' : 'ready';
}
