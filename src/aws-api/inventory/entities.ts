import type {
  AccessKey,
  Experiment,
  ExperimentTemplate,
  AccountAlias,
  ConfigRule,
  Detector,
  Finding,
  FindingFilter,
  IamInstanceProfile,
  IamRole,
  IamUser,
  Image,
  InstanceDeclaration,
  InstanceEvent,
  Launch,
  LaunchTemplate,
  ManagedPolicy,
  MetadataDefaults,
  MetricAlarm,
  OidcProvider,
  Organization,
  OrganizationPolicy,
  RegisteredKeyPair,
  RegisteredSecurityGroup,
  ResourceTags,
} from '#model';
import type { Write } from '#registry';

/** What the API keeps, by the registry's kind of document. */
export interface Entities {
  readonly 'access-key': AccessKey;
  readonly 'account-alias': AccountAlias;
  readonly experiment: Experiment;
  readonly 'experiment-template': ExperimentTemplate;
  readonly 'config-rule': ConfigRule;
  readonly detector: Detector;
  readonly finding: Finding;
  readonly 'finding-filter': FindingFilter;
  readonly image: Image;
  readonly instance: InstanceDeclaration;
  readonly 'instance-event': InstanceEvent;
  readonly 'instance-profile': IamInstanceProfile;
  readonly 'key-pair': RegisteredKeyPair;
  readonly launch: Launch;
  readonly 'launch-template': LaunchTemplate;
  readonly 'metadata-defaults': MetadataDefaults;
  readonly 'metric-alarm': MetricAlarm;
  readonly 'oidc-provider': OidcProvider;
  readonly organization: Organization;
  readonly 'organization-policy': OrganizationPolicy;
  readonly policy: ManagedPolicy;
  readonly 'resource-tags': ResourceTags;
  readonly role: IamRole;
  readonly 'security-group': RegisteredSecurityGroup;
  readonly user: IamUser;
}

/** A kind of document that the API keeps. */
export type EntityKind = keyof Entities;

/**
 * The id of a document is what must be unique, so that making the same thing twice at once is a conflict on one document.
 * IAM takes names that differ in case only for the same (IAM User Guide, "IAM name requirements").
 */
const DOCUMENT_IDS = {
  'access-key': ({ accessKeyId }) => accessKeyId,
  'account-alias': ({ accountId }) => accountId,
  experiment: ({ id }) => id,
  'experiment-template': ({ id }) => id,
  'config-rule': ({ accountId, region, name }) => regionalDocumentId(accountId, region, name),
  detector: ({ accountId, region }) => `${accountId}/${region}`,
  finding: ({ id }) => id,
  'finding-filter': ({ accountId, region, name }) => regionalDocumentId(accountId, region, name),
  image: ({ id }) => id,
  instance: ({ id }) => id,
  'instance-event': ({ id }) => id,
  'instance-profile': ({ accountId, name }) => iamDocumentId(accountId, name),
  'key-pair': ({ accountId, region, name }) => regionalDocumentId(accountId, region, name),
  launch: ({ accountId, region, clientToken }) => regionalDocumentId(accountId, region, clientToken),
  'launch-template': ({ accountId, region, name }) => regionalDocumentId(accountId, region, name),
  'metadata-defaults': ({ accountId, region }) => `${accountId}/${region}`,
  'metric-alarm': ({ accountId, region, name }) => regionalDocumentId(accountId, region, name),
  'oidc-provider': ({ arn }) => arn,
  organization: ({ id }) => id,
  'organization-policy': ({ id }) => id,
  policy: ({ accountId, name }) => iamDocumentId(accountId, name),
  'resource-tags': ({ accountId, region, resourceId }) => regionalDocumentId(accountId, region, resourceId),
  role: ({ accountId, name }) => iamDocumentId(accountId, name),
  'security-group': ({ accountId, region, vpcId, name }) => regionalDocumentId(accountId, region, `${vpcId}/${name}`),
  user: ({ accountId, name }) => iamDocumentId(accountId, name),
} satisfies { readonly [Kind in EntityKind]: (entity: Entities[Kind]) => string };

/** Every kind there is. */
export const ENTITY_KINDS: ReadonlySet<string> = new Set(Object.keys(DOCUMENT_IDS));

/** The id of the document of a role, user, instance profile or managed policy. */
export function iamDocumentId(accountId: string, name: string): string {
  return `${accountId}/${name.toLowerCase()}`;
}

/** The id of the document of what EC2 knows by a name in one Region. */
export function regionalDocumentId(accountId: string, region: string, name: string): string {
  return `${accountId}/${region}/${name}`;
}

/** The id of the document that holds `entity`. */
export function documentId<Kind extends EntityKind>(kind: Kind, entity: Entities[Kind]): string {
  // One kind of the table above, with the entity of that kind; the compiler loses that they belong together.
  return (DOCUMENT_IDS[kind] as (entity: Entities[Kind]) => string)(entity);
}

/** The write that puts `entity` where the API looks for it, whatever is there. */
export function entityWrite<Kind extends EntityKind>(kind: Kind, entity: Entities[Kind]): Write {
  return { kind, id: documentId(kind, entity), body: JSON.stringify(entity) };
}
