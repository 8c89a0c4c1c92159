import type { CallerAnswer } from '#host';
import type { CallerSource } from '../observation/callers.ts';
import type { FromWorker } from './messages.ts';

/** Callers that the main thread was asked to find, by the number of the order. */
export class CallerOrders implements CallerSource {
  readonly #send: (message: FromWorker) => void;
  readonly #open = new Map<number, (answer: CallerAnswer) => void>();
  #last = 0;

  constructor(send: (message: FromWorker) => void) {
    this.#send = send;
  }

  readonly request: CallerSource['request'] = (question, arrived) => {
    const order = ++this.#last;
    this.#open.set(order, arrived);
    this.#send({ kind: 'caller-wanted', order, question });
  };

  /** Hands what the main thread found to whoever ordered it. */
  arrive(order: number, answer: CallerAnswer): void {
    const arrived = this.#open.get(order);
    this.#open.delete(order);
    arrived?.(answer);
  }
}
