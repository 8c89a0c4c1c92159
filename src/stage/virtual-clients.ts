import type { Delays } from '#host';
import type { VirtualTime } from '#scenario';
import type { Patience } from './ask-metadata.ts';

/** How long a scenario's client waits for an answer. */
export const PATIENCE_MS = 2000;

/** A request that is not answered and not held back either is given up after so much real time: it never should be. */
const LOST_MS = 10_000;

/** A client that waits. Time passes only while its answer is held back. */
interface WaitingClient {
  isHeldUp: boolean;
}

/**
 * The clients of scenarios under virtual time, known to the service by the ports they ask from. While a fault holds an answer
 * back its client rests, and time may go on to when the answer is let go, or the client gives up; all else that a request
 * takes is real, and time stands still for it.
 */
export class VirtualClients {
  readonly #time: VirtualTime;
  readonly #others: Delays;
  readonly #waiting = new Map<number, WaitingClient>();

  /** `others`: how answers to everybody else are held back. */
  constructor(time: VirtualTime, others: Delays) {
    this.#time = time;
    this.#others = others;
  }

  /** How answers to the client at this port are held back. */
  delays(peerPort: number): Delays {
    const client = this.#waiting.get(peerPort);
    if (client === undefined) return this.#others;
    return { now: () => this.#time.now(), after: (forMs, over) => this.#holdUp(client, forMs, over) };
  }

  /** By virtual time. For clients that the pace of a scenario began. */
  readonly patience: Patience = (giveUp) => {
    const client: WaitingClient = { isHeldUp: false };
    let port: number | undefined;
    const over = (): void => {
      cancel();
      clearTimeout(lost);
      if (port !== undefined) this.#waiting.delete(port);
    };
    const loseHeart = (): void => {
      over();
      this.#goesOn(client);
      giveUp();
    };
    const cancel = this.#time.sleep(this.#time.now() + PATIENCE_MS, loseHeart);
    const lost = setTimeout(() => void (client.isHeldUp || loseHeart()), LOST_MS);
    return {
      asksFrom: (localPort) => {
        port = localPort;
        this.#waiting.set(port, client);
      },
      over,
    };
  };

  #holdUp(client: WaitingClient, forMs: number, over: () => void): () => void {
    client.isHeldUp = true;
    const cancel = this.#time.sleep(this.#time.now() + Math.ceil(forMs), () => {
      this.#goesOn(client);
      over();
    });
    this.#time.rest();
    return () => {
      cancel();
      this.#goesOn(client);
    };
  }

  /** A client that has given up is gone when its answer is let go, and has gone on already. */
  #goesOn(client: WaitingClient): void {
    if (!client.isHeldUp) return;
    client.isHeldUp = false;
    this.#time.begin();
  }
}
