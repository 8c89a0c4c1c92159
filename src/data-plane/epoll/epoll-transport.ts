import { rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { err, ok } from '#base';
import type { Result } from '#base';
import type { Issued } from '#credentials';
import { LINUX } from '#host';
import type { Libc } from '#host';
import type { Change } from '#registry';
import type { KeyRing } from '#token';
import { issueFor } from '../parts.ts';
import type { DataPlaneParts } from '../parts.ts';
import type { AssignedFault } from '../faults/fault-board.ts';
import type { Attention, ListenAddress, Listener, ListenFailure, Transport } from '../transport.ts';
import { groundOf, openListeningSocket } from './listening-socket.ts';
import type { ListeningSocket } from './listening-socket.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';

type CallerWanted = Extract<FromWorker, { kind: 'caller-wanted' }>;
type Wanted = Extract<FromWorker, { kind: 'wanted' }>;

/** Documents handed to a worker in one message: enough to be cheap, few enough that it goes on serving in between. */
const CHANGES_PER_MESSAGE = 2000;
/** A loop leaves little garbage behind; with more room it would only be left lying for longer, and count as memory in use. */
const YOUNG_MEGABYTES = 12;

/** Serves through one epoll loop in each of `workers` threads, which accept from the same sockets. */
export class EpollTransport implements Transport {
  readonly name = 'epoll';
  readonly #libc: Libc;
  readonly #workers: readonly LoopThread[];
  /** What each open socket leaves in the file system, if anything. */
  readonly #listeners = new Map<number, string | undefined>();

  private constructor(libc: Libc, workers: readonly LoopThread[]) {
    this.#libc = libc;
    this.#workers = workers;
  }

  /** Starts the threads; fails with a reason when one does not come up. */
  static async start(libc: Libc, parts: DataPlaneParts): Promise<Result<EpollTransport, string>> {
    const threads = Array.from({ length: parts.workers }, () => new LoopThread(libc, parts));
    const failure = (await Promise.all(threads.map((thread) => thread.started))).find((reason) => reason !== undefined);
    if (failure === undefined) return ok(new EpollTransport(libc, threads));
    await Promise.all(threads.map((thread) => thread.stop()));
    return err(failure);
  }

  listen(address: ListenAddress): Promise<Result<Listener, ListenFailure>> {
    const opened = openListeningSocket(this.#libc, address, [...this.#listeners.keys()]);
    if (!opened.ok) return Promise.resolve(opened);
    const { fd, port } = opened.value;
    this.#listeners.set(fd, 'socketPath' in address ? address.socketPath : undefined);
    for (const worker of this.#workers) worker.send({ kind: 'listen', listener: opened.value });
    const ground = groundOf(this.#libc, address);
    const isCurrent = (): boolean => groundOf(this.#libc, address) === ground;
    return Promise.resolve(ok({ port, isCurrent, close: () => this.#unlisten(opened.value) }));
  }

  /** The kernel gives the number of a closed descriptor to the next: nobody may be waiting on it any more. */
  async #unlisten({ fd }: ListeningSocket): Promise<void> {
    if (!this.#listeners.has(fd)) return;
    for (const worker of this.#workers) worker.send({ kind: 'unlisten', fd });
    await Promise.all(this.#workers.map((worker) => worker.acknowledged()));
    this.#close(fd);
  }

  #close(fd: number): void {
    const path = this.#listeners.get(fd);
    if (!this.#listeners.delete(fd)) return;
    this.#libc.close(fd);
    if (path !== undefined) rmSync(path, { force: true });
  }

  async apply(changes: readonly Change[]): Promise<void> {
    for (let at = 0; at < changes.length; at += CHANGES_PER_MESSAGE) {
      const part = changes.slice(at, at + CHANGES_PER_MESSAGE);
      for (const worker of this.#workers) worker.send({ kind: 'changes', changes: part });
      await Promise.all(this.#workers.map((worker) => worker.acknowledged()));
    }
  }

  async useFaults(faults: readonly AssignedFault[]): Promise<void> {
    for (const worker of this.#workers) worker.send({ kind: 'faults', faults });
    await Promise.all(this.#workers.map((worker) => worker.acknowledged()));
  }

  useTokenRing(ring: KeyRing): void {
    for (const worker of this.#workers) worker.send({ kind: 'token-ring', ring });
  }

  async releaseMemory(): Promise<void> {
    for (const worker of this.#workers) worker.send({ kind: 'release-memory' });
    await Promise.all(this.#workers.map((worker) => worker.acknowledged()));
  }

  observe(attention: Attention): void {
    for (const worker of this.#workers) worker.send({ kind: 'observe', attention });
  }

  async handOver(): Promise<void> {
    for (const worker of this.#workers) worker.send({ kind: 'hand-over' });
    await Promise.all(this.#workers.map((worker) => worker.acknowledged()));
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
    for (const fd of this.#listeners.keys()) this.#close(fd);
  }
}

/** A worker thread and the eventfd that wakes it. */
class LoopThread {
  /** Resolves to undefined once the loop runs, or to why it does not. */
  readonly started: Promise<string | undefined>;
  readonly #libc: Libc;
  readonly #parts: DataPlaneParts;
  readonly #wakeFd: number;
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  readonly #expected = new Map<number, () => void>();
  #orders = 0;
  #alive = true;
  #running = false;

  constructor(libc: Libc, parts: DataPlaneParts) {
    this.#libc = libc;
    this.#parts = parts;
    this.#wakeFd = libc.eventfd(0, LINUX.SOCK_NONBLOCK | LINUX.SOCK_CLOEXEC);
    const workerData: WorkerStart = {
      wakeFd: this.#wakeFd,
      shared: parts.workers > 1,
      limits: parts.limits,
      features: parts.features,
      profile: parts.profile,
      ring: parts.ring,
      faultCounts: parts.faultCounts.memory,
      hopDistance: parts.hopDistance ?? 0,
      throttle: parts.throttle ?? {},
      attribution: parts.attribution,
    };
    this.#worker = new Worker(new URL(`./worker${import.meta.url.slice(-3)}`, import.meta.url), {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
      ...preloads(),
    });
    this.#ended = new Promise((resolve) => this.#worker.once('exit', () => resolve(this.#end())));
    this.started = this.#begin();
    process.once('exit', this.#stopWithProcess);
  }

  send(message: ToWorker): void {
    if (!this.#alive) return this.#end();
    this.#worker.postMessage(message);
    this.#libc.write(this.#wakeFd, ONE, ONE.length);
  }

  /** Settled once the worker has done everything sent before. */
  acknowledged(): Promise<void> {
    return new Promise((resolve) => this.send({ kind: 'acknowledge', order: this.#expect(resolve) }));
  }

  /** However the process ends, it has to wait for its threads, so they are told. */
  readonly #stopWithProcess = (): void => this.send({ kind: 'stop' });

  async stop(): Promise<void> {
    this.send({ kind: 'stop' });
    await this.#ended;
  }

  #begin(): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.#worker.on('message', (message: FromWorker) => {
        if (message.kind === 'ready') resolve(this.#run());
        else if (message.kind === 'wanted') void this.#issue(message);
        else if (message.kind === 'caller-wanted') void this.#find(message);
        else if (message.kind === 'observed') this.#parts.observed(message.observation);
        else if (message.kind === 'lost') this.#parts.lost?.(message.losses);
        else this.#settle(message.order);
      });
      this.#worker.once('error', (error: Error) => {
        resolve(error.message);
        if (this.#running) this.#parts.failed(`a data-plane thread ended: ${error.message}`);
      });
    });
  }

  #run(): undefined {
    this.#running = true;
  }

  async #issue({ order, instanceId, material, delivery, profileStatus }: Wanted): Promise<void> {
    const issued: Issued = await issueFor(this.#parts, instanceId, material, delivery, profileStatus);
    this.send({ kind: 'issued', order, issued });
  }

  async #find({ order, question }: CallerWanted): Promise<void> {
    this.send({ kind: 'caller', order, answer: await this.#parts.callers.find(question) });
  }

  #expect(reply: () => void): number {
    const order = ++this.#orders;
    this.#expected.set(order, reply);
    return order;
  }

  #settle(order: number): void {
    this.#expected.get(order)?.();
    this.#expected.delete(order);
  }

  /** A worker that is gone owes nobody an answer any more. */
  #end(): void {
    for (const reply of this.#expected.values()) reply();
    this.#expected.clear();
    if (this.#alive) this.#libc.close(this.#wakeFd);
    this.#alive = false;
    process.off('exit', this.#stopWithProcess);
  }
}

const ONE = Buffer.from(new BigUint64Array([1n]).buffer);

/** A thread does not take over what this one was told to load first, unless it is told so too. */
function preloads(): { readonly execArgv?: string[] } {
  const execArgv = process.execArgv.filter((argument) => argument.startsWith('--import='));
  return execArgv.length === 0 ? {} : { execArgv };
}
