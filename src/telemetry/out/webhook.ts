import { err, ok } from '#base';
import type { Clock, Random, Result } from '#base';
import { eventId } from '../event-id.ts';
import { BoundedQueue } from './bounded-queue.ts';
import { reasonOf } from './failure-reason.ts';
import { webhookSignature } from './signature.ts';

/** Where a webhook is, and what it knows. */
export interface WebhookSettings {
  readonly url: string;
  /** Undefined: deliveries are not signed. */
  readonly secret: string | undefined;
}

/** What delivering takes. */
export interface DeliveryParts {
  readonly clock: Clock;
  readonly random: Random;
  /** Settles after so many milliseconds, or when `stop` says so. */
  readonly wait: (ms: number, stop: AbortSignal) => Promise<void>;
}

interface Delivery {
  readonly body: string;
  readonly done: (outcome: Result<undefined, string>) => void;
}

/** Why a delivery was not taken. */
interface Refused {
  readonly reason: string;
  readonly forGood: boolean;
}

/** Deliveries that wait for one webhook. */
const WAITING_MAX = 1000;
/** With the waits between them, up to four minutes. */
const TRIES = 9;
const FIRST_WAIT_MS = 1000;
const ANSWER_MS = 10_000;

/**
 * Delivers JSON to one URL, one after the other, in order. What is not taken is delivered again after 1, 2, 4, … seconds with
 * some chance in it, unless the answer says that it never will be (a 4xx but 408 and 429).
 */
export class Webhook {
  readonly #settings: WebhookSettings;
  readonly #parts: DeliveryParts;
  readonly #waiting = new BoundedQueue<Delivery>(WAITING_MAX);
  readonly #stop = new AbortController();
  #delivering: Promise<void> | undefined;

  constructor(settings: WebhookSettings, parts: DeliveryParts) {
    this.#settings = settings;
    this.#parts = parts;
  }

  /** Delivers a message; settled once it was taken or given up, with why. */
  deliver(message: object): Promise<Result<undefined, string>> {
    return new Promise((resolve) => {
      const dropped = this.#waiting.add({ body: JSON.stringify(message), done: resolve });
      dropped?.done(err(`more than ${WAITING_MAX} deliveries wait for this webhook`));
      this.#delivering ??= this.#drain();
    });
  }

  /** Gives up what waits. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#delivering;
  }

  async #drain(): Promise<void> {
    for (let [next] = this.#waiting.take(1); next !== undefined; [next] = this.#waiting.take(1)) {
      next.done(await this.#deliverOne(next.body));
    }
    this.#delivering = undefined;
  }

  async #deliverOne(body: string): Promise<Result<undefined, string>> {
    const id = eventId(this.#parts.random);
    for (let tries = 1; ; tries++) {
      if (this.#stop.signal.aborted) return err('openimds was stopped');
      const refused = await this.#post(id, body);
      if (refused === undefined) return ok(undefined);
      if (refused.forGood || tries === TRIES) return err(refused.reason);
      await this.#parts.wait(this.#waitMs(tries), this.#stop.signal);
    }
  }

  /** Half of it is chance, so that many who failed together do not come back together. */
  #waitMs(tries: number): number {
    const most = FIRST_WAIT_MS * 2 ** (tries - 1);
    const [chance = 0] = this.#parts.random.bytes(1);
    return most / 2 + (most / 2) * (chance / 255);
  }

  async #post(id: string, body: string): Promise<Refused | undefined> {
    const { url, secret } = this.#settings;
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'user-agent': 'openimds',
      'openimds-delivery': id,
    };
    if (secret !== undefined) headers['openimds-signature'] = webhookSignature(secret, body, this.#parts.clock.now());
    try {
      const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(ANSWER_MS)]);
      const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
      await response.body?.cancel();
      if (response.ok) return undefined;
      const { status } = response;
      return { reason: `the answer was ${status}`, forGood: status < 500 && status !== 408 && status !== 429 };
    } catch (error) {
      return { reason: reasonOf(error), forGood: false };
    }
  }
}
