/** The registry kind of faults. */
export const FAULT_KIND = 'fault';

/** What a fault, and all of them together, may ask for. */
export const FAULT_LIMITS = {
  /** Faults that are kept, spent ones included. */
  faults: 1000,
  /** Faults that are not spent: each costs every request it may concern a comparison. */
  unspent: 256,
  idLength: 64,
  instances: 1000,
  tags: 16,
  paths: 32,
  pathLength: 256,
  headers: 16,
  headerLength: 1024,
  bodyCharacters: 65_536,
  /** Requests that `skip` and `count` may speak of. */
  requests: 1_000_000_000,
  /** The longest delay, stall or life of a token: one hour. */
  delayMs: 3_600_000,
  /** The longest window and clock skew: ten years. */
  windowMs: 315_360_000_000,
  /** The slowest and the fastest drip. */
  bytesPerSecond: { min: 1, max: 1_000_000_000 },
} as const;

/** The methods a fault can tell apart. */
export const FAULT_METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'] as const;

/** A method a request may have. */
export type FaultMethod = (typeof FAULT_METHODS)[number];

/** Which requests a fault concerns; all that is said must hold, and what is not said holds for all. */
export interface FaultSelection {
  /** Ids; empty: whichever. */
  readonly instances: readonly string[];
  /** Instances that have all of these tags with these values. */
  readonly tags: Readonly<Record<string, string>>;
  /** Patterns of which one must match; empty: any path. See `matchesPath`. */
  readonly paths: readonly string[];
  /** Empty: any. */
  readonly methods: readonly FaultMethod[];
  /** Of the requests that are left so far, so many are let through first. */
  readonly skip: number;
  /** Of the rest, the share that is hit: 0 to 1, drawn by a generator seeded with `seed`. */
  readonly share: number;
  /** Unsigned 32 bits. */
  readonly seed: number;
  /** How many requests are hit before the fault is spent; undefined: any number. */
  readonly count: number | undefined;
  /** Milliseconds since the epoch. Before it nothing is hit, and nothing counted. */
  readonly fromMs: number;
  /** From this time on the fault is spent; undefined: never. */
  readonly untilMs: number | undefined;
}

/** How long an answer is held back, in milliseconds; a draw outside `minMs` to `maxMs` is moved to the nearer of them. */
export type Latency = { readonly minMs: number; readonly maxMs: number } & (
  | { readonly distribution: 'fixed'; readonly ms: number }
  | { readonly distribution: 'uniform' }
  | { readonly distribution: 'normal'; readonly meanMs: number; readonly deviationMs: number }
  | { readonly distribution: 'exponential'; readonly meanMs: number }
  /** `sigma` is the deviation of the logarithm. */
  | { readonly distribution: 'log-normal'; readonly medianMs: number; readonly sigma: number }
);

/** A pause: before anything is sent, or once `afterBytes` of the body are out. */
export interface Stall {
  readonly afterBytes: number | undefined;
  /** Undefined: nothing more is ever sent; after an hour the connection closes. */
  readonly forMs: number | undefined;
}

/** An answer in place of the real one. */
export interface StatusFault {
  /** 200 to 599. */
  readonly code: number;
  /** Undefined: the usual one. */
  readonly reason: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** Added before the service's own fields. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined: what EC2 sends with this status, or nothing. */
  readonly body: string | undefined;
  readonly contentType: string | undefined;
}

/** What becomes of credentials: a document whose times are rewritten, or the profile in another state than it is. */
export type CredentialsFault =
  | { readonly kind: 'expires'; /** Negative: it has expired already. */ readonly inMs: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'role-unauthorized' }
  | { readonly kind: 'profile-not-found' };

/** What a fault does to the requests it hits; at least one of these. */
export interface FaultEffects {
  readonly latency?: Latency;
  readonly stall?: Stall;
  /** The connection is reset (RST), at once or after so many bytes of the body. */
  readonly reset?: { readonly afterBytes: number | undefined };
  /** The connection is closed without an answer: when the request has been read, or before anything is. */
  readonly refuse?: 'request' | 'connection';
  readonly status?: StatusFault;
  /** The connection closes after so many bytes of the body, however many `Content-Length` promised. */
  readonly truncate?: { readonly afterBytes: number };
  /** The body is noise of the same length. */
  readonly garbage?: true;
  /** The answer comes at so many bytes a second. */
  readonly drip?: { readonly bytesPerSecond: number };
  /** Session tokens are good for no longer than this, whatever they were granted. */
  readonly tokenLifeMs?: number;
  readonly credentials?: CredentialsFault;
  /** How far the service's clock is ahead: in `Date`, and in the times of the documents it issues. */
  readonly clockSkewMs?: number;
}

/** A misbehaviour of the service that somebody asked for. Plain data: it is a document, and crosses threads. */
export interface Fault {
  readonly id: string;
  /** The name of the preset it was made from. */
  readonly preset: string | undefined;
  readonly createdAtMs: number;
  readonly selection: FaultSelection;
  readonly effects: FaultEffects;
  /** Says what a configuration declared; undefined for what was added otherwise. */
  readonly declaredDigest?: string;
}
