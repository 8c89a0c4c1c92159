import { err, ok } from '#base';
import type { Result } from '#base';
import type { IssueFailure } from './credentials.ts';
import type { SourceCredentials } from './signed-post.ts';

/** The environment variables to read keys from. */
export interface CredentialVariables {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** The names every AWS SDK reads. */
const AWS_VARIABLES: CredentialVariables = {
  accessKeyId: 'AWS_ACCESS_KEY_ID',
  secretAccessKey: 'AWS_SECRET_ACCESS_KEY',
  sessionToken: 'AWS_SESSION_TOKEN',
};

/** Reads source credentials from an environment; the failure names the variables that are missing. */
export function credentialsFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  variables: CredentialVariables = AWS_VARIABLES,
): Result<SourceCredentials, IssueFailure> {
  const accessKeyId = environment[variables.accessKeyId] ?? '';
  const secretAccessKey = environment[variables.secretAccessKey] ?? '';
  const sessionToken = environment[variables.sessionToken] ?? '';
  const missing = [
    ...(accessKeyId === '' ? [variables.accessKeyId] : []),
    ...(secretAccessKey === '' ? [variables.secretAccessKey] : []),
  ];
  if (missing.length > 0) {
    return err({ code: 'NoCredentials', message: `not set in the environment: ${missing.join(', ')}` });
  }
  return ok({ accessKeyId, secretAccessKey, ...(sessionToken === '' ? {} : { sessionToken }) });
}
