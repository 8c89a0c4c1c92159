import type { Issued } from '#credentials';
import type { MaterialSource } from '../materials.ts';
import type { FromWorker } from './messages.ts';

/** Material wanted from the main thread, by the number of the order. */
export class Orders implements MaterialSource {
  readonly #send: (message: FromWorker) => void;
  readonly #open = new Map<number, (issued: Issued) => void>();
  #last = 0;

  constructor(send: (message: FromWorker) => void) {
    this.#send = send;
  }

  readonly request: MaterialSource['request'] = (instance, material, delivery, arrived, profileStatus) => {
    const order = ++this.#last;
    this.#open.set(order, arrived);
    this.#send({ kind: 'wanted', order, instanceId: instance.id, material, delivery, profileStatus });
    return undefined;
  };

  /** Hands what the main thread sent to whoever ordered it. */
  arrive(order: number, issued: Issued): void {
    const arrived = this.#open.get(order);
    this.#open.delete(order);
    arrived?.(issued);
  }
}
