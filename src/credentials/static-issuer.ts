import { err, ok } from '#base';
import type { CredentialIssuer } from './credentials.ts';
import { refreshWindow } from './refresh-window.ts';

/** Credentials that somebody wrote down. */
export interface StaticCredentials {
  readonly accessKeyId: string;
  /** Secret. */
  readonly secretAccessKey: string;
  /** Secret. Absent for long-term keys. */
  readonly sessionToken?: string;
  /** Milliseconds since the epoch. Absent when they do not expire: then an expiry is shown that always moves on. */
  readonly expiresAtMs?: number;
  readonly accountId?: string;
}

/** Gives everybody the same credentials, until they expire. */
export function staticIssuer(credentials: StaticCredentials): CredentialIssuer {
  const { accessKeyId, secretAccessKey, sessionToken = '', accountId } = credentials;
  return {
    kind: 'immediate',
    issue(request, nowMs) {
      const window = refreshWindow(request, nowMs);
      const expiresAtMs = credentials.expiresAtMs ?? window.expiresAtMs;
      if (nowMs >= expiresAtMs) return err({ code: 'ExpiredToken', message: 'the static credentials have expired' });
      const refreshAtMs = Math.min(window.refreshAtMs, expiresAtMs);
      const { issuedAtMs } = window;
      return ok({ accessKeyId, secretAccessKey, sessionToken, issuedAtMs, refreshAtMs, expiresAtMs, accountId });
    },
  };
}
