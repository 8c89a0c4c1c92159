/** What a caller spoke: IMDSv1 carries no session token, IMDSv2 does or asks for one. */
export type ImdsVersion = 1 | 2;

/** What a request came to. `item`: something was served; `token`: a session token was issued; `unknown-caller`: nobody's instance, closed unanswered; `unanswered`: an injected fault ended the connection instead. */
export type ImdsOutcome = 'item' | 'token' | 'options' | 'refused' | 'unknown-caller' | 'unanswered';

/** The process on this machine that made a request, as far as the kernel told. Holds no secret: the command line is redacted. */
export interface CallerProcess {
  readonly pid: number;
  /** Path of the executable; undefined where it cannot be read. */
  readonly executable: string | undefined;
  /** Arguments with values that look like secrets replaced; at most 1,024 characters. */
  readonly commandLine: string;
  readonly uid: number | undefined;
  /** Parent first; each by pid and executable (or command name). */
  readonly ancestors: readonly { readonly pid: number; readonly executable: string }[];
  /** Such as `nginx.service`. */
  readonly systemdUnit: string | undefined;
  readonly container: CallerContainer | undefined;
}

/** The container a process runs in. */
export interface CallerContainer {
  /** 64 hexadecimal digits where the runtime uses them. */
  readonly id: string;
  readonly runtime: 'docker' | 'containerd' | 'cri-o' | 'podman' | 'lxc' | 'nspawn' | 'unknown';
  /** Such as `nginx:1.27`, where the runtime tells. */
  readonly image: string | undefined;
  readonly name: string | undefined;
}

/**
 * One metadata request, refused or served. Never holds a secret: no token, no credential, no user data, and no text of the
 * request beyond its path and user agent.
 */
export interface ImdsEvent {
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  /** Undefined when nobody knows the caller. */
  readonly instanceId: string | undefined;
  readonly network: string;
  /** Address of the caller, as text; empty where there is none (a unix socket). */
  readonly peerAddress: string;
  /** 0 where there is none. For a virtual machine's caller `peerAddress` is such as `cid 3`. */
  readonly peerPort: number;
  /** The address the caller reached. */
  readonly localAddress: string;
  readonly localPort: number;
  /** As sent, at most 16 characters; `-` for what could not be read. */
  readonly method: string;
  /** The request target as sent but for its query, at most 256 characters; empty when it could not be read. */
  readonly path: string;
  readonly version: ImdsVersion;
  readonly outcome: ImdsOutcome;
  /** HTTP status; 0 when nothing was answered. */
  readonly status: number;
  /** Why it was refused, in the words of the protocol room's `Refusal`. */
  readonly refusal: string | undefined;
  /** True when credentials were served: `iam/security-credentials/<role>` and the other items that hold some. */
  readonly credentials: boolean;
  /** The access key id that was handed out: it names the credentials and is no secret. */
  readonly accessKeyId: string | undefined;
  /** Bytes of the answer. */
  readonly bytes: number;
  /**
   * From when the request was there to when its answer was, waiting included and sending not, in microseconds. 0: not
   * measured, as of requests with a token that did not wait while nobody watches, and of what could not be read.
   */
  readonly latencyUs: number;
  /** At most 256 characters. */
  readonly userAgent: string;
  readonly traits: RequestTraits;
  /** `undefined` when nobody asked; `'unknown'` when asked and not found. */
  readonly process: CallerProcess | 'unknown' | undefined;
  /** The ids of the faults that hit it, in the order in which they were made; absent where none did. */
  readonly faults?: readonly string[];
}

/** What in a request's headers smells of a proxy or a browser behind it: the signature of an SSRF. */
export interface RequestTraits {
  /** `X-Forwarded-For`, `Via`, `Forwarded` or the like was sent. */
  readonly forwarded: boolean;
  /** `Host` is none of this service's names: such as a name that was made to resolve here. */
  readonly foreignHost: boolean;
  /** `Origin`, `Referer`, `Cookie` or `Sec-Fetch-…` was sent. */
  readonly browser: boolean;
}

/**
 * Exact counts of one instance's requests in one minute: what CloudWatch's `MetadataNoToken` and `MetadataNoTokenRejected`
 * are made of. Counted for every request, also where no `ImdsEvent` is kept. Counts of one minute may come in several
 * parts, which are to be added up.
 */
export interface RequestCount {
  readonly instanceId: string;
  /** Start of the minute, in milliseconds since the epoch. */
  readonly minuteMs: number;
  /** Requests without a token that were served: `MetadataNoToken`. */
  readonly noToken: number;
  /** Requests without a token that were refused because one is required: `MetadataNoTokenRejected`. */
  readonly noTokenRejected: number;
  /** Requests with a good token that were served. */
  readonly withToken: number;
  readonly tokensIssued: number;
  /** Of whatever reason, those of `noTokenRejected` included. */
  readonly refused: number;
  /** Reads of credentials that were served. */
  readonly credentialReads: number;
  readonly bytes: number;
}

/** What a data plane hands over at a time. */
export interface Observation {
  readonly counts: readonly RequestCount[];
  /** What matters in full: use of v1, refusals, credential reads, unknown callers; all requests while somebody watches. */
  readonly events: readonly ImdsEvent[];
  /** Events that were not kept because there were too many; they are in the counts all the same. */
  readonly dropped: number;
  /** Connections and requests of callers that are nobody's instance, which no `RequestCount` can hold. */
  readonly unknownCallers: number;
  /** Refusals of all instances together, by `ImdsEvent.refusal`: only those that occurred. */
  readonly refusals: Readonly<Record<string, number>>;
}
