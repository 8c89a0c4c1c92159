import type { Misbehaviour } from '#fault';
import { timestamp } from '#metadata';
import type { Material } from '#metadata';

/** EC2 issues credentials for a little over six hours. */
const LIFETIME_MS = 21_600_000;
const TIMES = /("(LastUpdated|Expiration)" : ")([^"]*)(")/g;

/** Whether a fault changes the times in a document of this kind. */
export function isRetimed(material: Material, { credentials, clockSkewMs }: Misbehaviour): boolean {
  if (material === 'signature' || material === 'pkcs7' || material === 'rsa2048') return false;
  return clockSkewMs !== 0 || credentials?.kind === 'expires';
}

/** An issued document with the times that a fault gives it; all else in it stays as it is. */
export function retime(text: string, { credentials, clockSkewMs }: Misbehaviour, nowMs: number): string {
  const expires = credentials?.kind === 'expires' && text.includes('"Expiration" : "');
  const expiresAtMs = expires ? nowMs + credentials.inMs : undefined;
  return text.replaceAll(TIMES, (_, before: string, name: string, written: string, after: string) => {
    const timeMs =
      name === 'Expiration' ? expiresAtMs : expiresAtMs === undefined ? undefined : expiresAtMs - LIFETIME_MS;
    const shown = (timeMs ?? Date.parse(written)) + clockSkewMs;
    return `${before}${Number.isNaN(shown) ? written : timestamp(shown)}${after}`;
  });
}
