import type { RequestCount } from '#model';
import type { ObservedAnswer } from './observed-answer.ts';

/** Events of one instance that are kept between two hand-overs, but for reads of credentials: a loud one must neither drown the others nor cost much. */
export const EVENTS_PER_INSTANCE_MAX = 64;

/**
 * Counts the requests of one instance since they were last taken. Lives with what has been rendered for the instance, and
 * is let go with it: by then whoever takes the counts has hold of it too.
 */
export class RequestCounter {
  readonly instanceId: string;
  /** True when something was counted since `take`. */
  touched = false;
  /** Events of this instance since `take` that were kept, or have room reserved. */
  events = 0;
  /** Callers of this instance looked for since `take`. */
  callersAsked = 0;
  #noToken = 0;
  #noTokenRejected = 0;
  #withToken = 0;
  #tokensIssued = 0;
  #refused = 0;
  #credentialReads = 0;
  #bytes = 0;

  constructor(instanceId: string) {
    this.instanceId = instanceId;
  }

  /** Counts one answer of `bytes`. */
  count(answer: ObservedAnswer, withToken: boolean, bytes: number): void {
    this.#bytes += bytes;
    switch (answer.kind) {
      case 'item':
        if (withToken) this.#withToken++;
        else this.#noToken++;
        if (answer.credentials !== undefined) this.#credentialReads++;
        break;
      case 'token':
        this.#tokensIssued++;
        break;
      case 'given':
        this.#refused++;
        break;
      case 'refusal':
        this.#refused++;
        if (answer.refusal === 'token-required') this.#noTokenRejected++;
        break;
      case 'allow':
    }
  }

  /** What was counted, which is forgotten. */
  take(minuteMs: number): RequestCount {
    const taken = {
      instanceId: this.instanceId,
      minuteMs,
      noToken: this.#noToken,
      noTokenRejected: this.#noTokenRejected,
      withToken: this.#withToken,
      tokensIssued: this.#tokensIssued,
      refused: this.#refused,
      credentialReads: this.#credentialReads,
      bytes: this.#bytes,
    };
    this.touched = false;
    this.callersAsked = 0;
    this.events = this.#noToken = this.#noTokenRejected = this.#withToken = this.#tokensIssued = 0;
    this.#refused = this.#credentialReads = this.#bytes = 0;
    return taken;
  }
}
