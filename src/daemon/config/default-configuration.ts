import { deriveInstanceId, deriveResourceId, parseAccountId } from '#model';
import type { AccountId } from '#model';
import { DEFAULT_DATA_PLANE } from './configuration.ts';
import type { Configuration } from './configuration.ts';
import { declareRole } from './role-declaration.ts';
import { DEFAULT_TELEMETRY } from './telemetry-settings.ts';
import { EC2_TRUST_POLICY } from './trust-policy.ts';
import { DEFAULT_FINDINGS } from './findings-settings.ts';

/** The Region where the file names none. */
export const DEFAULT_REGION = 'us-east-1';

/** The account where the file names none: the one AWS's own documentation uses. */
export const DEFAULT_ACCOUNT_ID = accountId('123456789012');

const ROLE = declareRole(
  {
    name: 'openimds-role',
    trustPolicy: EC2_TRUST_POLICY,
    policies: {
      'read-only': {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket', 'ec2:Describe*'], Resource: '*' }],
      },
    },
    issuer: { kind: 'local' },
    status: 'ready',
  },
  DEFAULT_ACCOUNT_ID,
  DEFAULT_REGION,
);

const USER_DATA = '#cloud-config\nhostname: openimds-1\n';

// The key was made for this file and its private half was thrown away.
const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIERG8Id23jn2YOVH+e/eZboHbY+Xf4gjwYMKwMs/QJpa openimds-key';

/** What runs without a file: one instance with something to see in every category that people look for first. */
export const DEFAULT_CONFIGURATION: Configuration = {
  accountId: DEFAULT_ACCOUNT_ID,
  region: DEFAULT_REGION,
  metadataDefaults: {},
  roles: new Map([[ROLE.name, ROLE]]),
  images: new Map(),
  instances: [
    {
      id: deriveInstanceId(`${DEFAULT_ACCOUNT_ID}/0`),
      accountId: DEFAULT_ACCOUNT_ID,
      region: DEFAULT_REGION,
      launchTimeMs: undefined,
      imageId: deriveResourceId('ami', DEFAULT_REGION),
      instanceType: 't3.micro',
      availabilityZone: `${DEFAULT_REGION}a`,
      keyPair: { name: 'openimds-key', publicKey: PUBLIC_KEY },
      userDataBase64: btoa(USER_DATA),
      tags: { Name: 'openimds-1', Environment: 'development' },
      instanceProfile: ROLE.profile,
      launchOptions: { instanceMetadataTags: 'enabled' },
      networkInterfaces: [
        {
          privateIpv4s: ['10.0.0.5'],
          publicAddresses: [{ publicIpv4: '203.0.113.25' }],
          securityGroups: [{ name: 'default' }],
        },
      ],
    },
  ],
  events: [],
  dataPlane: DEFAULT_DATA_PLANE,
  faults: [],
  telemetry: DEFAULT_TELEMETRY,
  findings: DEFAULT_FINDINGS,
};

function accountId(text: string): AccountId {
  const parsed = parseAccountId(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}
