import type { PreparedItem } from './prepared-item.ts';
import type { Refusal } from './refusal.ts';

/** A session token was minted. */
export interface TokenAnswer {
  readonly kind: 'token';
  readonly token: string;
  /** How long the token lives, 1 to 21600. */
  readonly ttlSeconds: number;
}

/** An item or a listing was found. */
export interface ItemAnswer {
  readonly kind: 'item';
  readonly item: PreparedItem;
}

/** OPTIONS was asked: of the token path or of anything else. */
export interface AllowAnswer {
  readonly kind: 'allow';
  readonly allow: 'token' | 'metadata';
}

/** The request was refused. */
export interface RefusalAnswer {
  readonly kind: 'refusal';
  readonly refusal: Refusal;
  /** When to come back, whole seconds; goes with `throttled` and `unavailable`. */
  readonly retryAfterSeconds?: number;
}

/** An answer somebody made up: no word of it is EC2's but for the fields that every answer has. */
export interface GivenAnswer {
  readonly kind: 'given';
  /** Status code and reason phrase. */
  readonly status: string;
  /** Field lines beside the service's own, each ended by CRLF; visible ASCII. */
  readonly fields: string;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** What a request is answered, without a word of HTTP. */
export type Answer = TokenAnswer | ItemAnswer | AllowAnswer | RefusalAnswer | GivenAnswer;
