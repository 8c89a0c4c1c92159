import { createLocalJWKSet, errors } from 'jose';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { err, ok } from '#base';
import type { Clock, Result } from '#base';
import { isOnThisMachine } from '../../iam/oidc-rules.ts';
import { fetchJson } from './fetch-json.ts';

/** How long keys are taken to be a provider's without asking again. */
const KEPT_MS = 600_000;
/** A token with a key that is not known makes the keys be read again, but not more often than this. */
const REREAD_AFTER_MS = 30_000;
/** A provider that could not be read is left alone so long. */
const RETRY_AFTER_MS = 1000;
const PROVIDERS_MAX = 200;

type KeySet = Result<JWTVerifyGetKey, string>;

interface Kept {
  readonly readAtMs: number;
  readonly keySet: Promise<KeySet>;
  failed: boolean;
}

/**
 * The public keys of OpenID Connect providers, by their discovery documents (OpenID Connect Discovery 1.0, §4). They are
 * read when they are first needed and kept for ten minutes; who asks while they are being read waits for the same reading.
 */
export class ProviderKeys {
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The keys of an issuer, as `jwtVerify` takes them; the failure is a sentence about the provider. */
  async of(issuer: string): Promise<KeySet> {
    const known = await this.#keySet(issuer, KEPT_MS);
    if (!known.ok) return known;
    return ok(async (header, token) => {
      try {
        return await known.value(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        const reread = await this.#keySet(issuer, REREAD_AFTER_MS);
        if (!reread.ok) throw error;
        return reread.value(header, token);
      }
    });
  }

  #keySet(issuer: string, keptMs: number): Promise<KeySet> {
    const nowMs = this.#clock.now();
    const kept = this.#kept.get(issuer);
    if (kept !== undefined && nowMs - kept.readAtMs < (kept.failed ? RETRY_AFTER_MS : keptMs)) return kept.keySet;
    if (this.#kept.size >= PROVIDERS_MAX) this.#kept.clear();
    const reading: Kept = { readAtMs: nowMs, keySet: readKeySet(issuer), failed: false };
    this.#kept.set(issuer, reading);
    void reading.keySet.then(({ ok: succeeded }) => (reading.failed = !succeeded));
    return reading.keySet;
  }
}

async function readKeySet(issuer: string): Promise<KeySet> {
  const discovery = await fetchJson(new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`));
  if (!discovery.ok) return discovery;
  const { issuer: named, jwks_uri: location } = recordOf(discovery.value);
  if (named !== issuer) return err(`the discovery document of ${issuer} is for another issuer`);
  if (typeof location !== 'string' || !isKeyLocation(location, issuer)) {
    return err(`the discovery document of ${issuer} has no usable jwks_uri`);
  }
  const keys = await fetchJson(new URL(location));
  if (!keys.ok) return keys;
  try {
    // The library checks what it is given, and throws what the type would not let through.
    return ok(createLocalJWKSet(keys.value as JSONWebKeySet));
  } catch {
    return err(`${location} holds no set of keys`);
  }
}

/** Keys come over TLS, but for those of a provider that is itself on this machine and does without. */
function isKeyLocation(location: string, issuer: string): boolean {
  const url = URL.canParse(location) ? new URL(location) : undefined;
  if (url === undefined) return false;
  return (
    url.protocol === 'https:' || (url.protocol === 'http:' && issuer.startsWith('http://') && isOnThisMachine(url))
  );
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
