import { setTimeout as pause } from 'node:timers/promises';
import { err } from '#base';
import type { Clock, Random, Result } from '#base';
import { BoundedQueue } from './bounded-queue.ts';
import type { Entry, EntryKind } from './entry.ts';
import { Webhook } from './webhook.ts';
import type { DeliveryParts, WebhookSettings } from './webhook.ts';

/** A webhook that was declared, and what it is told of. */
export interface DeclaredWebhook extends WebhookSettings {
  readonly sends: readonly EntryKind[];
}

/** Webhooks by name, and the ARNs that alarms may name them by. */
export interface WebhooksSettings {
  readonly webhooks: Readonly<Record<string, DeclaredWebhook>>;
  readonly alarmActions: Readonly<Record<string, string>>;
}

/** URLs of alarms that nobody declared; the one that was used longest ago makes room. */
const UNDECLARED_MAX = 64;
/** Entries that are delivered together. */
const ENTRIES_MAX = 100;
/** Entries that wait for one webhook; the oldest makes room. */
const WAITING_MAX = 10_000;

/** The declared webhooks, and those whose URLs stand in alarms. */
export class Webhooks {
  readonly #parts: DeliveryParts;
  readonly #sends: ReadonlyMap<string, ReadonlySet<EntryKind>>;
  readonly #alarmActions: ReadonlyMap<string, string>;
  readonly #declared: ReadonlyMap<string, Webhook>;
  readonly #undeclared = new Map<string, Webhook>();
  readonly #waiting = new Map<string, BoundedQueue<Entry>>();

  constructor(settings: WebhooksSettings, { clock, random }: { readonly clock: Clock; readonly random: Random }) {
    const wait = (ms: number, signal: AbortSignal): Promise<void> =>
      pause(ms, undefined, { signal, ref: false }).catch(() => {});
    this.#parts = { clock, random, wait };
    this.#sends = new Map(Object.entries(settings.webhooks).map(([name, { sends }]) => [name, new Set(sends)]));
    this.#alarmActions = new Map(Object.entries(settings.alarmActions));
    const declared = Object.entries(settings.webhooks);
    this.#declared = new Map(declared.map(([name, webhook]) => [name, new Webhook(webhook, this.#parts)]));
  }

  /** Tells whoever wants to know. */
  tell(entry: Entry): void {
    for (const [name, sends] of this.#sends) if (sends.has(entry.event)) this.#collect(name, entry);
  }

  /** Delivers what an alarm has to tell to a URL, or to the webhook that an ARN stands for. */
  async alarm(action: string, message: object): Promise<Result<undefined, string>> {
    const declared = this.#declared.get(this.#alarmActions.get(action) ?? '');
    if (declared !== undefined) return declared.deliver(message);
    if (!/^https?:\/\//.test(action)) return err('telemetry.alarmActions has no webhook for this ARN');
    return this.#at(action).deliver(message);
  }

  /** Gives up what waits. */
  async close(): Promise<void> {
    await Promise.all([...this.#declared.values(), ...this.#undeclared.values()].map((webhook) => webhook.close()));
  }

  #collect(name: string, entry: Entry): void {
    const waiting = this.#waiting.get(name);
    if (waiting !== undefined) {
      waiting.add(entry);
      return;
    }
    const queue = new BoundedQueue<Entry>(WAITING_MAX);
    queue.add(entry);
    this.#waiting.set(name, queue);
    void this.#deliver(name, queue);
  }

  /** What comes in the same moment, or while a delivery is under way, goes out together. */
  async #deliver(name: string, queue: BoundedQueue<Entry>): Promise<void> {
    await new Promise(setImmediate);
    while (queue.length > 0) await this.#declared.get(name)?.deliver({ entries: queue.take(ENTRIES_MAX) });
    this.#waiting.delete(name);
  }

  #at(url: string): Webhook {
    const webhook = this.#undeclared.get(url) ?? new Webhook({ url, secret: undefined }, this.#parts);
    this.#undeclared.delete(url);
    this.#undeclared.set(url, webhook);
    const [oldest] = this.#undeclared;
    if (this.#undeclared.size > UNDECLARED_MAX && oldest !== undefined) {
      this.#undeclared.delete(oldest[0]);
      void oldest[1].close();
    }
    return webhook;
  }
}
