import type { Daemon } from '#daemon';
import type { ImdsEvent } from '#model';

/** One metadata request as the service saw it. */
export type ReceivedRequest = ImdsEvent;

/** Whether a request is one that is looked for. */
export type RequestTest = (request: ReceivedRequest) => boolean;

/** Requests that are remembered at most; the oldest are forgotten first. */
const REMEMBERED_MAX = 100_000;
/** While somebody waits for a request, the service is asked so often. */
const ASK_INTERVAL_MS = 5;

/** Remembers every request a service receives. */
export class RequestLog {
  readonly #daemon: Pick<Daemon, 'watchRequests' | 'handOver'>;
  readonly #unwatch: () => void;
  readonly #waiting = new Set<(request: ReceivedRequest) => void>();
  #requests: ReceivedRequest[] = [];
  readonly #closing = new AbortController();

  constructor(daemon: Pick<Daemon, 'watchRequests' | 'handOver'>) {
    this.#daemon = daemon;
    this.#unwatch = daemon.watchRequests((request) => this.#take(request));
  }

  /** Every request that was answered until now, oldest first. */
  async all(test: RequestTest = () => true): Promise<readonly ReceivedRequest[]> {
    await this.#daemon.handOver();
    return this.#requests.filter(test);
  }

  /** The next request for which `test` holds. */
  next(test: RequestTest, timeoutMs: number): Promise<ReceivedRequest> {
    // What was answered before is told of now, and does not count.
    void this.#daemon.handOver();
    const { promise, resolve, reject } = Promise.withResolvers<ReceivedRequest>();
    const told = (request: ReceivedRequest): void => void (test(request) && resolve(request));
    const closed = (): void => reject(new Error('the service was stopped'));
    const tooLate = setTimeout(() => reject(new Error(`no such request in ${timeoutMs} ms`)), timeoutMs);
    const asking = setInterval(() => void this.#daemon.handOver(), ASK_INTERVAL_MS);
    this.#waiting.add(told);
    this.#closing.signal.addEventListener('abort', closed);
    return promise.finally(() => {
      clearInterval(asking);
      clearTimeout(tooLate);
      this.#waiting.delete(told);
      this.#closing.signal.removeEventListener('abort', closed);
    });
  }

  /** Forgets what was received so far. */
  async clear(): Promise<void> {
    await this.#daemon.handOver();
    this.#requests = [];
  }

  /** Remembers nothing more; whoever waits is told. */
  close(): void {
    this.#unwatch();
    this.#closing.abort();
  }

  #take(request: ReceivedRequest): void {
    this.#requests.push(request);
    if (this.#requests.length > REMEMBERED_MAX) this.#requests.shift();
    for (const told of this.#waiting) told(request);
  }
}
