import type { Result } from '#base';
import type { FaultCounts } from '#fault';
import { CallerFinder, loadLibc, releaseMemory } from '#host';
import type { Libc } from '#host';
import { Replica } from '#registry';
import type { Change } from '#registry';
import type { KeyRing } from '#token';
import { checkEpoll } from './epoll/check-epoll.ts';
import { EpollTransport } from './epoll/epoll-transport.ts';
import { NetTransport } from './net/net-transport.ts';
import { FaultDispatch } from './faults/fault-dispatch.ts';
import { SharedCounts } from './faults/shared-counts.ts';
import { Losses } from './losses.ts';
import type { InstanceLosses } from './losses.ts';
import type { DataPlaneParts, DataPlaneSettings } from './parts.ts';
import type { Attention, ListenAddress, Listener, ListenFailure, Transport } from './transport.ts';

/** The IMDS server: any number of addresses, one replica of what is to be served, one transport. */
export class DataPlane {
  /** What this thread knows of the instances; the threads of a transport have copies. */
  readonly replica: Replica;
  readonly #transport: Transport;
  readonly #losses: Losses;
  readonly #faults: FaultDispatch;

  private constructor(parts: DataPlaneParts, transport: Transport, losses: Losses) {
    this.replica = parts.replica;
    this.#transport = transport;
    this.#losses = losses;
    const { clock } = parts.platform;
    this.#faults = new FaultDispatch(clock, parts.faultCounts, (faults) => transport.useFaults(faults));
  }

  /** Starts a data plane that listens nowhere yet. */
  static async start(settings: DataPlaneSettings): Promise<DataPlane> {
    const libc = loadLibc();
    const { microseconds } = settings.platform;
    const losses = new Losses();
    const lost = (some: readonly InstanceLosses[]): void => {
      losses.add(some);
      settings.lost?.(some);
    };
    const parts: DataPlaneParts = {
      ...settings,
      attribution: CallerFinder.available ? settings.attribution : 'off',
      callers: new CallerFinder({ libc: typeof libc === 'string' ? undefined : libc, microseconds }),
      lost,
      replica: new Replica(),
      faultCounts: new SharedCounts(),
    };
    return new DataPlane(parts, await startTransport(parts), losses);
  }

  /** Which transport was taken. */
  get transport(): Transport['name'] {
    return this.#transport.name;
  }

  /** Begins to serve an address. */
  listen(address: ListenAddress): Promise<Result<Listener, ListenFailure>> {
    return this.#transport.listen(address);
  }

  /** Brings every copy of the registry up to date; settled once every request that follows sees the changes. */
  async apply(changes: readonly Change[]): Promise<void> {
    this.replica.apply(changes);
    await Promise.all([this.#transport.apply(changes), this.#faults.take(changes)]);
  }

  /** What was counted of each fault there is. */
  faultCounts(): ReadonlyMap<string, FaultCounts> {
    return this.#faults.counts();
  }

  /** Goes on counting a fault, which must have been applied, where another process has stopped. */
  resumeFault(id: string, counts: FaultCounts): void {
    this.#faults.resume(id, counts);
  }

  /** Replaces the keys that seal and open session tokens. */
  useTokenRing(ring: KeyRing): void {
    this.#transport.useTokenRing(ring);
  }

  /** Gives back the memory that taking in many changes needed. Whoever asks meanwhile waits for it. */
  async releaseMemory(): Promise<void> {
    releaseMemory();
    await this.#transport.releaseMemory();
  }

  /** Sets which requests become events from now on; at first those that matter. Counts are of all of them whatever is set. */
  observe(attention: Attention): void {
    this.#transport.observe(attention);
  }

  /** Hands what was observed so far to `observed` without waiting until that is due; settled once it was. */
  handOver(): Promise<void> {
    return this.#transport.handOver();
  }

  /** What callers did not get since the start, of the instances that it happened to last; a second old at most. */
  losses(): readonly InstanceLosses[] {
    return this.#losses.all();
  }

  /** Stops serving; answers on their way get a moment, and what was observed until the end is handed over. */
  close(): Promise<void> {
    this.#faults.close();
    return this.#transport.close();
  }
}

async function startTransport(parts: DataPlaneParts): Promise<Transport> {
  if (parts.transport === 'net') return new NetTransport(parts);
  const libc = loadLibc();
  const started = typeof libc === 'string' ? libc : await startEpoll(libc, parts);
  if (typeof started !== 'string') return started;
  parts.warn(
    `the Linux transport is not used: ${started}. Serving through node:net, which is slower and cannot enforce hop limits and packetsPerSecond`,
  );
  return new NetTransport(parts);
}

async function startEpoll(libc: Libc, parts: DataPlaneParts): Promise<EpollTransport | string> {
  const broken = checkEpoll(libc);
  if (broken !== undefined) return broken;
  const started = await EpollTransport.start(libc, parts);
  return started.ok ? started.value : started.error;
}
