import type { Clock } from '#base';
import { BoundedQueue } from './bounded-queue.ts';
import type { Entry } from './entry.ts';
import { reasonOf } from './failure-reason.ts';
import { otlpLogs, otlpMetrics } from './otlp-payload.ts';
import type { Resource } from './otlp-payload.ts';
import type { Totals } from './totals.ts';

/** Where an OpenTelemetry collector is. */
export interface OtlpSettings {
  /** Without the path: `/v1/metrics` and `/v1/logs` are added. */
  readonly endpoint: string;
  /** Sent with every export, such as a key of the collector's. Secret. */
  readonly headers: Readonly<Record<string, string>>;
  readonly intervalSeconds: number;
}

/** What exporting takes. */
export interface OtlpParts {
  readonly clock: Clock;
  readonly totals: Totals;
  readonly resource: Resource;
  /** Told why a collector takes nothing, once until it does again. */
  readonly failed: (reason: string) => void;
}

/** Entries that wait for the next export; the oldest makes room. */
const WAITING_MAX = 10_000;
const LOGS_PER_EXPORT = 1000;
const ANSWER_MS = 10_000;
/** What the last export is given when openimds stops. */
const LAST_MS = 300;

/** Exports totals and entries by OTLP over HTTP with JSON (OTLP specification, "OTLP/HTTP"). */
export class OtlpExporter {
  readonly #settings: OtlpSettings;
  readonly #parts: OtlpParts;
  readonly #waiting = new BoundedQueue<Entry>(WAITING_MAX);
  readonly #timer: NodeJS.Timeout;
  readonly #stop = new AbortController();
  #exporting = Promise.resolve();
  #failing = false;

  constructor(settings: OtlpSettings, parts: OtlpParts) {
    this.#settings = settings;
    this.#parts = parts;
    this.#timer = setInterval(() => void this.export(), settings.intervalSeconds * 1000).unref();
  }

  /** Takes an entry for the next export. */
  tell(entry: Entry): void {
    this.#waiting.add(entry);
  }

  /** Exports what there is. Exports come one after the other. */
  export(): Promise<void> {
    this.#exporting = this.#exporting.then(() => this.#export());
    return this.#exporting;
  }

  /** Exports what there is for the last time, if the collector is quick. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    const timer = setTimeout(() => this.#stop.abort(), LAST_MS);
    await this.export();
    clearTimeout(timer);
  }

  async #export(): Promise<void> {
    const { clock, totals, resource } = this.#parts;
    if (!(await this.#post('/v1/metrics', otlpMetrics(totals, resource, clock.now())))) return;
    while (this.#waiting.length > 0) {
      const entries = this.#waiting.take(LOGS_PER_EXPORT);
      if (await this.#post('/v1/logs', otlpLogs(entries, resource))) continue;
      for (const entry of entries) this.#waiting.add(entry);
      return;
    }
  }

  async #post(path: string, payload: object): Promise<boolean> {
    const { endpoint, headers } = this.#settings;
    try {
      const response = await fetch(`${endpoint.replace(/\/$/, '')}${path}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(payload),
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(ANSWER_MS)]),
        redirect: 'manual',
      });
      await response.body?.cancel();
      if (!response.ok) this.#fail(`${path} was answered with ${response.status}`);
      else this.#failing = false;
      return response.ok;
    } catch (error) {
      this.#fail(reasonOf(error));
      return false;
    }
  }

  #fail(reason: string): void {
    if (this.#failing) return;
    this.#failing = true;
    this.#parts.failed(reason);
  }
}
