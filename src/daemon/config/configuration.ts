import type {
  AccountId,
  InstanceDeclaration,
  InstanceId,
  InstanceProfile,
  MetadataOptions,
  ProfileStatus,
  ThrottleLimits,
} from '#model';
import type { DeclaredFault } from '../faults/plan-faults.ts';
import type { TelemetrySettings } from './telemetry-settings.ts';
import type { EventRequest } from '#schedule';
import type { FindingsDeclaration } from './findings-settings.ts';

/** What `openimds.yaml` says, checked and in the words of the model. */
export interface Configuration {
  readonly accountId: AccountId;
  readonly region: string;
  /** Account-level defaults (EC2 `ModifyInstanceMetadataDefaults`); an absent option is "no preference". */
  readonly metadataDefaults: Partial<MetadataOptions>;
  /** By role name. */
  readonly roles: ReadonlyMap<string, RoleDeclaration>;
  /** By image id. */
  readonly images: ReadonlyMap<string, ImageDeclaration>;
  /** In the order of the file; ids are unique, and so are attached addresses within a network. */
  readonly instances: readonly InstanceConfiguration[];
  /** Told apart by their ids: the same request has the same id always. */
  readonly events: readonly DeclaredEvent[];
  readonly dataPlane: DataPlaneSettings;
  /** Ids are unique. */
  readonly faults: readonly DeclaredFault[];
  readonly telemetry: TelemetrySettings;
  readonly findings: FindingsDeclaration;
}

/** An event as the file asks for it. */
export interface DeclaredEvent {
  /** `event-…`, derived from the request. */
  readonly id: string;
  readonly request: EventRequest;
}

/** An IAM role and the instance profile of the same name that holds it. */
export interface RoleDeclaration {
  readonly name: string;
  /** `AROA…`, derived from account and name. */
  readonly id: string;
  readonly arn: string;
  readonly profile: InstanceProfile;
  /** Whether the trust policy lets EC2 assume the role. */
  readonly status: Extract<ProfileStatus, 'ready' | 'role-unauthorized'>;
  readonly trustPolicy: PolicyDocument;
  /** Inline policies by name, as they were written. */
  readonly policies: Readonly<Record<string, PolicyDocument>>;
  readonly issuer: IssuerDeclaration;
}

/** A policy document as JSON has it, with `Statement` in it; nothing else is checked here. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

/** Who makes the credentials of a role. */
export type IssuerDeclaration =
  | { readonly kind: 'local' }
  | {
      readonly kind: 'aws';
      readonly roleArn: string;
      /** URL of an STS-compatible service; AWS's own where undefined. */
      readonly endpoint: string | undefined;
      readonly region: string | undefined;
      readonly externalId: string | undefined;
      readonly durationSeconds: number | undefined;
    }
  | { readonly kind: 'process'; readonly command: readonly string[]; readonly timeoutSeconds: number }
  | {
      readonly kind: 'static';
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken: string | undefined;
      readonly expirationMs: number | undefined;
    };

/** An image, as far as metadata options depend on it. */
export interface ImageDeclaration {
  readonly name: string | undefined;
  /** True with `imdsSupport: v2.0`. */
  readonly supportsV2: boolean;
}

/** An instance as the file declares it: launch options not yet decided, times not yet known. */
export interface InstanceConfiguration extends Omit<
  InstanceDeclaration,
  'metadataOptions' | 'launchTimeMs' | 'revisedAtMs'
> {
  readonly id: InstanceId;
  /** The launch parameters (EC2 `RunInstances` `MetadataOptions`). */
  readonly launchOptions: Partial<MetadataOptions>;
  /** Undefined: the daemon remembers when it first saw the instance. */
  readonly launchTimeMs: number | undefined;
}

/** How the data plane runs. */
export interface DataPlaneSettings {
  /** Which generation of EC2's responders is spoken. */
  readonly profile: 'modern' | 'legacy';
  readonly transport: 'auto' | 'epoll' | 'net';
  /** Undefined: the data plane's own choice. */
  readonly workers: number | undefined;
  /** Open connections at a time, of all workers together; undefined: the data plane's own limit. */
  readonly maxConnections: number | undefined;
  /** Whether `iam/security-credentials-extended/` is served. */
  readonly securityCredentialsExtended: boolean;
  /** Routers of the operator's own between here and the instances. */
  readonly hopDistance: number;
  /** What instances may ask for that have no limits of their own. */
  readonly throttle: ThrottleLimits;
  /** Of which requests the process that made them is looked for. */
  readonly attribution: 'off' | 'v1' | 'credentials' | 'v1-and-credentials' | 'all';
  /** Where is listened besides the addresses of the command line. */
  readonly listen: readonly ListenDeclaration[];
}

/** An address that callers of a network reach. */
export interface ListenDeclaration {
  readonly host: string;
  /** Absent: the port of the data plane. */
  readonly port?: number;
  readonly network: string;
  readonly interface?: string;
  readonly netns?: string;
  readonly proxy?: ProxyDeclaration;
}

/** A proxy that signs for whom it asks. */
export interface ProxyDeclaration {
  /** The shared key in base64. Secret. */
  readonly keyBase64: string;
  readonly maxAgeSeconds: number;
}

/** What holds where the file says nothing. */
export const DEFAULT_DATA_PLANE: DataPlaneSettings = {
  profile: 'modern',
  transport: 'auto',
  workers: undefined,
  maxConnections: undefined,
  securityCredentialsExtended: false,
  hopDistance: 0,
  throttle: {},
  attribution: 'v1-and-credentials',
  listen: [],
};
