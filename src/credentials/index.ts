// Owns everything that is issued: role credentials by whatever issuer, and signatures of identity documents.
// Promises that reads between two refreshes give the same, and that what is valid is served whatever an issuer does.
// Never decides whether a caller may read, and never puts a secret into a failure.
export { accessKeyId } from './access-key-id.ts';
export { awsIssuer, stsEndpoint } from './aws-issuer.ts';
export type { AwsIssuerOptions } from './aws-issuer.ts';
export { openCredentialStore } from './credential-store.ts';
export type { CredentialStore, CredentialStoreOptions, Issued } from './credential-store.ts';
export type {
  CredentialIssuer,
  Credentials,
  InstanceRole,
  IssueFailure,
  IssueResult,
  SessionRequest,
} from './credentials.ts';
export { generateIdentityKeys, parseIdentityKeys } from './identity-keys.ts';
export type { IdentityKey, IdentityKeys, IdentitySignature } from './identity-keys.ts';
export type { SavedSession } from './kept-sessions.ts';
export { localIssuer } from './local-issuer.ts';
export { processIssuer } from './process-issuer.ts';
export type { ProcessIssuerOptions } from './process-issuer.ts';
export type { Command } from './run-command.ts';
export { openSession } from './sealed-session.ts';
export type { LocalSession } from './sealed-session.ts';
export { rotateSessionKeys } from './session-keys.ts';
export type { SessionKey, SessionKeys } from './session-keys.ts';
export type { SessionPrincipal } from './session-principal.ts';
export type { SourceCredentials } from './signed-post.ts';
export { credentialsFromEnvironment } from './source-credentials.ts';
export type { CredentialVariables } from './source-credentials.ts';
export { staticIssuer } from './static-issuer.ts';
export type { StaticCredentials } from './static-issuer.ts';
