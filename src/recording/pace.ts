import { err } from '#base';
import type { Clock, Result } from '#base';
import type { Exchange } from './endpoint.ts';

/** How much one recording may ask for. */
export interface CrawlLimits {
  /** How many answers. */
  readonly answers: number;
  /** How many segments a path may have. */
  readonly depth: number;
  /** How many bytes of bodies, all together. */
  readonly bytes: number;
  readonly durationMs: number;
  readonly requestsPerSecond: number;
}

/** What is enough for any real instance, and too little to hurt. */
export const DEFAULT_CRAWL_LIMITS: CrawlLimits = {
  answers: 10_000,
  depth: 12,
  bytes: 16 * 1024 * 1024,
  durationMs: 300_000,
  requestsPerSecond: 50,
};

/** What a pace works with. */
export interface PaceParts {
  readonly clock: Clock;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

/** How often a request is repeated that failed, or that the service put off. */
const ATTEMPTS = 3;
/** How many requests may fail one after the other before the service is given up. */
const FAILURES_MAX = 5;
const RETRY_AFTER_MAX_MS = 5000;

/** Sends requests one after the other, no faster than it may, until one of the limits is reached. */
export class Pace {
  /** Why nothing more is asked; undefined as long as something may be. */
  exhausted: string | undefined;
  readonly #limits: CrawlLimits;
  readonly #parts: PaceParts;
  readonly #startedMs: number;
  #nextAtMs: number;
  #requests = 0;
  #bytes = 0;
  #failures = 0;

  constructor(limits: CrawlLimits, parts: PaceParts) {
    this.#limits = limits;
    this.#parts = parts;
    this.#startedMs = parts.clock.now();
    this.#nextAtMs = this.#startedMs;
  }

  /** Sends a request when its time has come; repeats it where the service answers 503 or 429, or not at all. */
  async run(ask: () => Promise<Result<Exchange, string>>): Promise<Result<Exchange, string>> {
    let answer: Result<Exchange, string> = err(this.exhausted ?? 'not asked for');
    for (let attempt = 1; attempt <= ATTEMPTS && this.exhausted === undefined; attempt++) {
      await this.#wait(attempt === 1 ? 0 : putOffMs(answer));
      if (!this.#mayAsk()) break;
      answer = await ask();
      if (answer.ok) this.#bytes += answer.value.body.length;
      if (answer.ok && answer.value.status !== 503 && answer.value.status !== 429) break;
    }
    this.#count(answer);
    return answer;
  }

  #mayAsk(): boolean {
    const { answers, bytes, durationMs } = this.#limits;
    if (++this.#requests > answers) this.exhausted = `the limit of ${answers} answers was reached`;
    else if (this.#bytes > bytes) this.exhausted = `the limit of ${bytes} bytes was reached`;
    else if (this.#parts.clock.now() - this.#startedMs > durationMs)
      this.exhausted = `the limit of ${durationMs / 1000} s was reached`;
    return this.exhausted === undefined;
  }

  #count(answer: Result<Exchange, string>): void {
    this.#failures = answer.ok ? 0 : this.#failures + 1;
    if (!answer.ok && this.#failures >= FAILURES_MAX)
      this.exhausted ??= `${FAILURES_MAX} requests in a row failed, the last one: ${answer.error}`;
  }

  async #wait(extraMs: number): Promise<void> {
    const nowMs = this.#parts.clock.now();
    const atMs = Math.max(this.#nextAtMs, nowMs + extraMs);
    this.#nextAtMs = atMs + 1000 / this.#limits.requestsPerSecond;
    if (atMs > nowMs) await this.#parts.pause(atMs - nowMs);
  }
}

function putOffMs(answer: Result<Exchange, string>): number {
  if (!answer.ok) return 100;
  const [, value = ''] = answer.value.headers.find(([name]) => name.toLowerCase() === 'retry-after') ?? [];
  return /^\d{1,3}$/.test(value) ? Math.min(Number(value) * 1000, RETRY_AFTER_MAX_MS) : 200;
}
