import { err } from '#base';
import type { Clock } from '#base';
import type { CredentialIssuer, Credentials, IssueFailure, IssueResult, SessionRequest } from './credentials.ts';
import { Gate } from './gate.ts';
import { LeastRecentlyUsed } from './least-recently-used.ts';
import { jitter } from './refresh-window.ts';

const SECOND_MS = 1000;
const RETRY_MAX_MS = 60 * SECOND_MS;

/** What is to be had of a session now. */
export type Lookup =
  | { readonly kind: 'session'; readonly credentials: Credentials; readonly recheckAtMs: number }
  | {
      readonly kind: 'failed';
      readonly failure: IssueFailure;
      readonly failedAtMs: number;
      readonly recheckAtMs: number;
    };

/** A session as it outlives the process. Holds secrets. */
export interface SavedSession {
  /** Names instance, role and delivery. */
  readonly key: string;
  /** The `credentialsSinceMs` of the instance when the credentials were asked for. */
  readonly sinceMs: number;
  readonly credentials: Credentials;
}

/** What kept sessions need of the world. */
export interface KeptSessionsOptions {
  readonly clock: Clock;
  /** The most sessions to remember, and the most requests to have under way. */
  readonly sessionsMax: number;
  /** The most requests to issuers at a time. */
  readonly issuesMax: number;
  /** Keeps a session for the next start. May fail: that is never the reader's trouble. */
  readonly save: (session: SavedSession) => void | Promise<void>;
  /** Learns of every failure to issue or to save. Must not throw. */
  readonly failed: (failure: IssueFailure, request: SessionRequest) => void;
}

type RemoteIssuer = Extract<CredentialIssuer, { kind: 'remote' }>;

interface Held {
  readonly sinceMs: number;
  readonly credentials: Credentials | undefined;
  /** The failures since the last success. */
  readonly failures: number;
  readonly failure: IssueFailure | undefined;
  readonly failedAtMs: number;
  readonly retryAtMs: number;
}

const NOTHING: Held = {
  sinceMs: 0,
  credentials: undefined,
  failures: 0,
  failure: undefined,
  failedAtMs: 0,
  retryAtMs: 0,
};

/**
 * Sessions of remote issuers. One request at a time for each; asked for again ahead of expiry; the old ones serve for as
 * long as they are valid, whatever the issuer does; failures are retried after 1 s, 2 s, 4 s … up to a minute.
 */
export class KeptSessions {
  readonly #options: KeptSessionsOptions;
  readonly #held: LeastRecentlyUsed<string, Held>;
  readonly #refreshing = new Map<string, Promise<Held>>();
  readonly #gate: Gate;

  constructor(options: KeptSessionsOptions, saved: Iterable<SavedSession>) {
    this.#options = options;
    this.#held = new LeastRecentlyUsed(options.sessionsMax);
    this.#gate = new Gate(options.issuesMax);
    for (const { key, sinceMs, credentials } of saved) this.#held.set(key, { ...NOTHING, sinceMs, credentials });
  }

  /** The session at once if there is a valid one or asking is pointless for now, otherwise when the issuer has answered. */
  lookUp(request: SessionRequest, issuer: RemoteIssuer): Lookup | Promise<Lookup> {
    const key = keyOf(request);
    const nowMs = this.#options.clock.now();
    const held = this.#held.get(key) ?? NOTHING;
    if (!isDue(held, request, nowMs)) return this.#answer(key, held, nowMs);
    if (!this.#refreshing.has(key) && this.#refreshing.size >= this.#options.sessionsMax)
      return overloaded(held, nowMs);
    const refreshing = this.#refreshing.get(key) ?? this.#refresh(key, request, issuer);
    if (isValid(held, nowMs)) return this.#answer(key, held, nowMs);
    return refreshing.then((settled) => this.#answer(key, settled, this.#options.clock.now()));
  }

  /** The session if it is there and valid; asks nobody. */
  peek(request: SessionRequest): Lookup | undefined {
    const key = keyOf(request);
    const nowMs = this.#options.clock.now();
    const held = this.#held.peek(key);
    return held !== undefined && isValid(held, nowMs) ? this.#answer(key, held, nowMs) : undefined;
  }

  #refresh(key: string, request: SessionRequest, issuer: RemoteIssuer): Promise<Held> {
    const refreshing = this.#gate
      .run(() => issuer.issue(request))
      .catch((): IssueResult => err({ code: 'InternalFailure', message: 'the issuer broke down' }))
      .then((result) => this.#settle(key, request, result));
    this.#refreshing.set(key, refreshing);
    return refreshing;
  }

  #settle(key: string, request: SessionRequest, result: IssueResult): Held {
    const nowMs = this.#options.clock.now();
    const before = this.#held.peek(key) ?? NOTHING;
    const sinceMs = request.instance.credentialsSinceMs;
    const held = result.ok
      ? { ...NOTHING, sinceMs, credentials: result.value }
      : failedAgain(key, before, result.error, nowMs);
    this.#held.set(key, held);
    this.#refreshing.delete(key);
    if (result.ok) this.#save(request, { key, sinceMs, credentials: result.value });
    else this.#options.failed(result.error, request);
    return held;
  }

  #save(request: SessionRequest, session: SavedSession): void {
    const { save, failed } = this.#options;
    const notSaved = (): void => failed({ code: 'NotSaved', message: 'the credentials could not be kept' }, request);
    void Promise.resolve()
      .then(() => save(session))
      .catch(notSaved);
  }

  #answer(key: string, held: Held, nowMs: number): Lookup {
    const { credentials, failure, failedAtMs, retryAtMs } = held;
    if (credentials !== undefined && isValid(held, nowMs)) {
      const settledAtMs = failure === undefined ? credentials.refreshAtMs : retryAtMs;
      const again = this.#refreshing.has(key) ? nowMs + SECOND_MS : settledAtMs;
      return { kind: 'session', credentials, recheckAtMs: Math.min(again, credentials.expiresAtMs) };
    }
    return failure === undefined
      ? failedNow({ code: 'ExpiredToken', message: 'the issuer gave credentials that had expired' }, nowMs)
      : { kind: 'failed', failure, failedAtMs, recheckAtMs: retryAtMs };
  }
}

function keyOf({ instance, role, delivery }: SessionRequest): string {
  return `${instance.accountId} ${instance.id} ${role.arn} ${delivery}`;
}

function isValid(held: Held, nowMs: number): boolean {
  return held.credentials !== undefined && nowMs < held.credentials.expiresAtMs;
}

/** A rotation that was asked for makes credentials due as age does. After a failure nothing is due until the retry. */
function isDue(held: Held, { instance }: SessionRequest, nowMs: number): boolean {
  if (nowMs < held.retryAtMs) return false;
  const isFresh = held.credentials !== undefined && nowMs < held.credentials.refreshAtMs;
  return !isFresh || held.sinceMs !== instance.credentialsSinceMs;
}

/** Doubling up to a minute, and spread over the upper half of that, so that what failed together does not retry together. */
function failedAgain(key: string, before: Held, failure: IssueFailure, nowMs: number): Held {
  const failures = before.failures + 1;
  const pauseMs = Math.min(SECOND_MS * 2 ** Math.min(failures, 10), RETRY_MAX_MS);
  const retryAtMs = nowMs + pauseMs / 2 + jitter(`${key} ${failures}`, pauseMs / 2);
  return { ...before, failures, failure, failedAtMs: nowMs, retryAtMs };
}

function overloaded(held: Held, nowMs: number): Lookup {
  const { credentials } = held;
  if (credentials !== undefined && isValid(held, nowMs)) {
    return { kind: 'session', credentials, recheckAtMs: Math.min(nowMs + SECOND_MS, credentials.expiresAtMs) };
  }
  return failedNow({ code: 'Throttling', message: 'too many requests for credentials are under way' }, nowMs);
}

function failedNow(failure: IssueFailure, nowMs: number): Lookup {
  return { kind: 'failed', failure, failedAtMs: nowMs, recheckAtMs: nowMs + SECOND_MS };
}
