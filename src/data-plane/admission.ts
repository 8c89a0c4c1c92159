import type { Octets } from '#base';
import type { Material } from '#metadata';
import type { RoleDelivery } from '#model';
import { normalizeTarget, parseTtlSeconds, TOKEN_PATH } from '#protocol/imds';
import type { Framing, Refusal, RefusalAnswer, RequestHead, TokenAnswer } from '#protocol/imds';
import type { Replica, Resident } from '#registry';
import { sealToken, VerifiedTokens } from '#token';
import type { TokenPowers } from '#token';
import { Audiences } from './audiences.ts';
import type { Connection, Place } from './connection.ts';
import { isRetimed } from './faults/retime.ts';
import type { ItemShelf, ResidentItems } from './item-shelf.ts';
import type { Callers } from './observation/callers.ts';
import type { ObservedAnswer } from './observation/observed-answer.ts';
import type { Losses } from './losses.ts';
import { TargetTexts } from './target-texts.ts';
import type { Throttle } from './throttle.ts';
import { vouchedInstance } from './trusted-proxy.ts';

/** A token on its way, with how far its packets may travel. */
interface LimitedToken extends TokenAnswer {
  /** IP TTL or IPv6 hop limit, 1 to 64. */
  readonly hopLimit: number;
}

/** What comes of a request: an answer to render, or something that only the engine can do. */
export type Outcome =
  | Exclude<ObservedAnswer, TokenAnswer>
  | LimitedToken
  | { readonly kind: 'unknown-caller' }
  | { readonly kind: 'parked' };

/** Threads read the clock once a turn: one may be behind another that sealed the token, and must not show more than was granted. */
const CLOCK_SKEW_MS = 100;

/** What of the issued material holds credentials. */
const CREDENTIALS: ReadonlySet<Material> = new Set([
  'role-credentials',
  'role-credentials-extended',
  'instance-identity-credentials',
]);

const UNKNOWN_CALLER = { kind: 'unknown-caller' } as const;
const PARKED = { kind: 'parked' } as const;
const ALLOW_TOKEN = { kind: 'allow', allow: 'token' } as const;
const ALLOW_METADATA = { kind: 'allow', allow: 'metadata' } as const;

/** What requests are admitted by. */
interface AdmissionParts {
  readonly replica: Replica;
  readonly tokens: TokenPowers;
  readonly throttle: Throttle;
  readonly losses: Losses;
}

/**
 * Decides every request in the order EC2 does: who is it, may it ask so often, is the endpoint on, is it about the token, does it carry a good
 * one or need none, and only then whether there is such an item.
 */
export class Admission {
  #nowMs = 0;
  readonly #replica: Replica;
  readonly #shelf: ItemShelf;
  readonly #callers: Callers;
  readonly #verified = new VerifiedTokens();
  readonly #targets = new TargetTexts();
  readonly #audiences = new Audiences();
  readonly #throttle: Throttle;
  readonly #losses: Losses;
  #tokens: TokenPowers;

  constructor(parts: AdmissionParts, shelf: ItemShelf, callers: Callers) {
    this.#throttle = parts.throttle;
    this.#losses = parts.losses;
    this.#replica = parts.replica;
    this.#tokens = parts.tokens;
    this.#shelf = shelf;
    this.#callers = callers;
  }

  /** Sets the time of what is decided from here on, in milliseconds since the epoch. */
  tick(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#shelf.nowMs = nowMs;
  }

  /** Replaces the keys that seal and open session tokens. */
  useRing(ring: TokenPowers['ring']): void {
    this.#tokens = { ...this.#tokens, ring };
  }

  /** Which instance a caller is; over IPv6 only those whose `HttpProtocolIpv6` is enabled are served at all. */
  identify({ network, peer, local }: Place): Resident | undefined {
    const resident = this.#replica.identify(network, peer, local);
    if (resident === undefined || typeof local === 'number') return resident;
    return this.#shelf.of(resident).options.httpProtocolIpv6 === 'enabled' ? resident : undefined;
  }

  /**
   * Finds out who calls if that has changed since the last request; false when it is nobody any more. Through a trusted
   * proxy each request may be another's.
   */
  recognize(connection: Connection, bytes: Octets, head: RequestHead): boolean {
    if (connection.resident.current && connection.place.proxy === undefined) return true;
    const resident = this.#identifyAgain(connection.place, bytes, head);
    if (resident === undefined) return false;
    connection.resident = resident;
    return true;
  }

  /** What becomes of the request in `head`. Fills in `framing` for the renderer. */
  admit(connection: Connection, bytes: Octets, head: RequestHead, framing: Framing): Outcome {
    framing.follow(head, bytes);
    if (!this.recognize(connection, bytes, head)) return UNKNOWN_CALLER;
    if (!this.#throttle.takeRequest(connection.resident, this.#nowMs)) return this.#throttled(connection.resident);
    const misbehaviour = connection.affliction?.misbehaviour;
    const items = this.#shelf.appearing(this.#shelf.of(connection.resident), misbehaviour?.credentials);
    if (items.options.httpEndpoint === 'disabled') return refusal('endpoint-disabled');
    switch (head.method) {
      case 'GET':
      case 'HEAD':
        return this.#admitRead(connection, items, bytes, head, framing);
      case 'PUT':
        return this.#admitPut(items, bytes, head, framing, misbehaviour?.tokenLifeMs);
      default:
        return this.#admitOther(bytes, head);
    }
  }

  #identifyAgain(place: Place, bytes: Octets, head: RequestHead): Resident | undefined {
    if (place.proxy === undefined) return this.identify(place);
    const id = vouchedInstance(place.proxy, bytes, head, { crypto: this.#tokens.crypto, nowMs: this.#nowMs });
    return id === undefined ? undefined : this.#replica.vouchedFor(place.network, id);
  }

  #admitRead(
    connection: Connection,
    items: ResidentItems,
    bytes: Octets,
    head: RequestHead,
    framing: Framing,
  ): Outcome {
    const entry = this.#shelf.find(items, this.#targetOf(bytes, head));
    if (entry.kind === 'token-path') return refusal('token-path-method');
    const refused = this.#checkToken(items, bytes, head, framing);
    if (refused !== undefined) return refused;
    switch (entry.kind) {
      case 'item':
        return entry.audience === undefined ||
          this.#audiences.admit(items.instance.id, entry.audience, connection.place.peer)
          ? entry.answer
          : refusal('not-found');
      case 'issued':
        return this.#issued(items, entry.material, head.tokenStart >= 0 ? '2.0' : '1.0', connection);
      case 'malformed':
        return refusal('malformed');
      case 'missing':
        return refusal('not-found');
    }
  }

  #issued(items: ResidentItems, material: Material, delivery: RoleDelivery, connection: Connection): Outcome {
    if (this.#awaitsCaller(material, connection, items)) return PARKED;
    const answer = this.#shelf.issued(items, material, delivery, connection);
    const misbehaviour = connection.affliction?.misbehaviour;
    if (answer === undefined) return PARKED;
    if (misbehaviour === undefined || !isRetimed(material, misbehaviour)) return answer;
    return this.#shelf.retimed(items, answer, misbehaviour);
  }

  #throttled({ id }: Resident): Outcome {
    this.#losses.count(id, 'requestsThrottled');
    return refusal('throttled');
  }

  /** Whoever reads credentials is found before they are given away. */
  #awaitsCaller(material: Material, connection: Connection, { counter }: ResidentItems): boolean {
    return this.#callers.concernsCredentials && CREDENTIALS.has(material) && this.#callers.awaits(connection, counter);
  }

  /** A request that carries a token stands or falls with it, also where none is needed. */
  #checkToken(items: ResidentItems, bytes: Octets, head: RequestHead, framing: Framing): Outcome | undefined {
    if (head.tokenStart < 0) return items.options.httpTokens === 'required' ? refusal('token-required') : undefined;
    if (head.tokenRepeated) return refusal('token-invalid');
    const { tokenStart, tokenEnd } = head;
    const lifeMs = this.#verified.lifeMs(this.#tokens, items.binding, bytes, tokenStart, tokenEnd, this.#nowMs);
    if (lifeMs === 0) return refusal('token-invalid');
    framing.remainingTtlSeconds = Math.max(1, Math.ceil((lifeMs - CLOCK_SKEW_MS) / 1000));
    return undefined;
  }

  #admitPut(items: ResidentItems, bytes: Octets, head: RequestHead, framing: Framing, lifeMs = Infinity): Outcome {
    if (!isTokenPath(this.#targetOf(bytes, head))) return refusal('put-outside-token-path');
    if (head.forwardedFor) return refusal('forwarded');
    if (head.ttlStart < 0) return refusal('ttl-missing');
    const ttlSeconds = head.ttlRepeated ? undefined : parseTtlSeconds(bytes, head.ttlStart, head.ttlEnd);
    if (ttlSeconds === undefined) return refusal('ttl-invalid');
    const expiresAtMs = this.#nowMs + Math.min(ttlSeconds * 1000, lifeMs);
    const token = sealToken(this.#tokens, items.binding, expiresAtMs, this.#nowMs);
    framing.remainingTtlSeconds = ttlSeconds;
    return { kind: 'token', token, ttlSeconds, hopLimit: items.options.httpPutResponseHopLimit };
  }

  #admitOther(bytes: Octets, head: RequestHead): Outcome {
    const atToken = isTokenPath(this.#targetOf(bytes, head));
    if (head.method === 'OPTIONS') return atToken ? ALLOW_TOKEN : ALLOW_METADATA;
    return refusal(atToken ? 'token-path-method' : 'method-not-allowed');
  }

  #targetOf(bytes: Octets, { targetStart, targetEnd }: RequestHead): string {
    return this.#targets.text(bytes, targetStart, targetEnd);
  }
}

function isTokenPath(target: string): boolean {
  return target === TOKEN_PATH || normalizeTarget(target) === TOKEN_PATH;
}

const REFUSALS = new Map<Refusal, RefusalAnswer>();

/** One value for each refusal: they carry nothing but their name. */
function refusal(refusal: Refusal): RefusalAnswer {
  let answer = REFUSALS.get(refusal);
  if (answer === undefined) REFUSALS.set(refusal, (answer = { kind: 'refusal', refusal }));
  return answer;
}
