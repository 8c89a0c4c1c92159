import { awsIssuer, credentialsFromEnvironment, localIssuer, processIssuer, staticIssuer } from '#credentials';
import type { CredentialIssuer, SessionKeys, SessionRequest } from '#credentials';
import type { Platform } from '#host';
import type { Configuration, IssuerDeclaration, RoleDeclaration } from './config/configuration.ts';

/** Who issues the credentials of each role; follows the configuration and the keys as they change. */
export class Issuers {
  readonly #platform: Platform;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #local: CredentialIssuer;
  readonly #byRoleArn = new Map<string, CredentialIssuer>();
  #sessionKeys: SessionKeys;

  constructor(platform: Platform, environment: NodeJS.ProcessEnv, sessionKeys: SessionKeys) {
    this.#platform = platform;
    this.#environment = environment;
    this.#sessionKeys = sessionKeys;
    this.#local = localIssuer(() => this.#sessionKeys);
  }

  /** The keys that seal sessions now. */
  get sessionKeys(): SessionKeys {
    return this.#sessionKeys;
  }

  /** Seals sessions with these keys from now on. */
  useKeys(sessionKeys: SessionKeys): void {
    this.#sessionKeys = sessionKeys;
  }

  /** Takes over the issuers a configuration names. */
  follow(configuration: Pick<Configuration, 'roles' | 'region'>): void {
    this.#byRoleArn.clear();
    for (const role of configuration.roles.values()) {
      if (role.issuer.kind !== 'local')
        this.#byRoleArn.set(role.arn, this.#make(role, role.issuer, configuration.region));
    }
  }

  /** The instance identity role, and every role that names no issuer, is ours. */
  readonly issuerFor = ({ role }: SessionRequest): CredentialIssuer => this.#byRoleArn.get(role.arn) ?? this.#local;

  #make(
    role: RoleDeclaration,
    issuer: Exclude<IssuerDeclaration, { kind: 'local' }>,
    region: string,
  ): CredentialIssuer {
    const { clock } = this.#platform;
    switch (issuer.kind) {
      case 'aws':
        return awsIssuer({
          clock,
          region: issuer.region ?? region,
          roleArn: issuer.roleArn,
          source: () => credentialsFromEnvironment(this.#environment),
          ...(issuer.endpoint === undefined ? {} : { endpoint: new URL(issuer.endpoint) }),
          ...(issuer.externalId === undefined ? {} : { externalId: issuer.externalId }),
          ...(issuer.durationSeconds === undefined ? {} : { durationSeconds: issuer.durationSeconds }),
        });
      case 'process': {
        const [program = '', ...arguments_] = issuer.command;
        return processIssuer({
          clock,
          command: [program, ...arguments_],
          timeoutMs: issuer.timeoutSeconds * 1000,
          environment: this.#environment,
        });
      }
      case 'static':
        return staticIssuer({
          accessKeyId: issuer.accessKeyId,
          secretAccessKey: issuer.secretAccessKey,
          ...(issuer.sessionToken === undefined ? {} : { sessionToken: issuer.sessionToken }),
          ...(issuer.expirationMs === undefined ? {} : { expiresAtMs: issuer.expirationMs }),
        });
    }
  }
}
