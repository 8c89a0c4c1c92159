import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { ok } from '#base';
import type { Result } from '#base';
import { allocateOctets, asOctets } from '#host';
import { parseAddress } from '#model';
import { AnswerWriter } from '#protocol/imds';
import type { Change } from '#registry';
import type { KeyRing } from '#token';
import type { Connection } from '../connection.ts';
import { issueFor } from '../parts.ts';
import type { DataPlaneParts } from '../parts.ts';
import { ImdsEngine } from '../engine.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import type { AssignedFault } from '../faults/fault-board.ts';
import type { MaterialSource } from '../materials.ts';
import type { Attention, ListenAddress, Listener, ListenFailure, Transport } from '../transport.ts';
import { adoptSocket } from './adopt-socket.ts';
import { NetConnection } from './net-connection.ts';
import { openServer } from './open-server.ts';

const READ_BYTES = 65_536;
const SWEEP_INTERVAL_MS = 1000;
const HAND_OVER_INTERVAL_MS = 250;
/** Of a unix socket. */
const NO_ADDRESSES = { peer: 0, peerPort: 0, local: 0, localPort: 0 };
const STOP_GRACE_MS = 300;

/** Serves through `node:net`, on whatever Node runs on. It cannot lower hop limits, nor count packets. */
export class NetTransport implements Transport {
  readonly name = 'net';
  readonly #parts: DataPlaneParts;
  readonly #engine: ImdsEngine;
  readonly #servers = new Set<Server>();
  readonly #connections = new Set<NetConnection>();
  readonly #sockets = new Set<Socket>();
  /** One for all: a read is consumed before the next one begins. */
  readonly #input = Buffer.allocUnsafeSlow(READ_BYTES);
  readonly #sweeper: NodeJS.Timeout;
  readonly #reporter: NodeJS.Timeout;

  constructor(parts: DataPlaneParts) {
    this.#parts = parts;
    this.#engine = new ImdsEngine({
      replica: parts.replica,
      tokens: { crypto: parts.platform.crypto, random: parts.platform.random, ring: parts.ring },
      materials: materialsOf(parts),
      features: parts.features,
      attribution: parts.attribution,
      callerTimeoutMs: parts.limits.callerTimeoutMs,
      callers: { request: (question, arrived) => void parts.callers.find(question).then(arrived) },
      microseconds: parts.platform.microseconds,
      hopDistance: parts.hopDistance ?? 0,
      throttle: parts.throttle ?? {},
      writer: new AnswerWriter(allocateOctets, parts.profile),
      allocate: allocateOctets,
      unparked: (connections) => this.#unpark(connections),
      faults: new FaultBoard(parts.faultCounts),
    });
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_INTERVAL_MS).unref();
    this.#reporter = setInterval(() => this.#report(), HAND_OVER_INTERVAL_MS).unref();
  }

  async listen(address: ListenAddress): Promise<Result<Listener, ListenFailure>> {
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true }, (socket) =>
      this.#accept(socket, address),
    );
    const listening = await openServer(server, address);
    if (!listening.ok) return listening;
    this.#servers.add(server);
    return ok({ port: listening.value, isCurrent: () => true, close: () => this.#unlisten(server) });
  }

  #unlisten(server: Server): Promise<void> {
    this.#servers.delete(server);
    // Its connections go on, so its 'close' may be long in coming; it accepts no more from here on.
    server.close();
    return Promise.resolve();
  }

  /** The replica is this thread's own, which has the changes already. */
  apply(_changes: readonly Change[]): Promise<void> {
    return Promise.resolve();
  }

  useFaults(faults: readonly AssignedFault[]): Promise<void> {
    this.#engine.useFaults(faults);
    return Promise.resolve();
  }

  useTokenRing(ring: KeyRing): void {
    this.#engine.useTokenRing(ring);
  }

  /** There is but this thread, which has done so. */
  releaseMemory(): Promise<void> {
    return Promise.resolve();
  }

  observe({ everything }: Attention): void {
    this.#engine.observer.everything = everything;
  }

  handOver(): Promise<void> {
    const observation = this.#engine.observer.take();
    if (observation !== undefined) this.#parts.observed(observation);
    return Promise.resolve();
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    clearInterval(this.#reporter);
    for (const server of this.#servers) server.close();
    for (const connection of this.#connections) connection.stop();
    for (let waitedMs = 0; this.#sockets.size > 0 && waitedMs < STOP_GRACE_MS; waitedMs += 10) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    for (const socket of this.#sockets) socket.destroy();
    await this.handOver();
  }

  #accept(accepted: Socket, address: ListenAddress): void {
    this.#tick();
    const { limits, platform } = this.#parts;
    const connection = this.#sockets.size < limits.connections ? this.#identify(accepted, address) : undefined;
    if (connection === undefined) return void accepted.resetAndDestroy();
    const parts = { engine: this.#engine, limits, tick: () => this.#tick(), delays: platform.delays };
    const socket = adoptSocket(accepted, this.#input, (length, buffer) => served.receive(asOctets(buffer), length));
    const served = new NetConnection(parts, connection, socket);
    this.#connections.add(served);
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#connections.delete(served);
      this.#sockets.delete(socket);
    });
    socket.resume();
  }

  #identify(socket: Socket, address: ListenAddress): Connection | undefined {
    const { network } = address;
    if ('socketPath' in address) return this.#engine.open({ network, ...NO_ADDRESSES, relayed: true });
    const { remoteAddress = '', remotePort = 0, localAddress = '', localPort = 0 } = socket;
    const peer = parseAddress(remoteAddress);
    const local = parseAddress(localAddress);
    if (peer === undefined || local === undefined) return undefined;
    const proxy = 'host' in address ? address.proxy : undefined;
    const relayed = proxy !== undefined;
    return this.#engine.open({ network, peer, peerPort: remotePort, local, localPort, relayed, proxy });
  }

  #unpark(connections: readonly Connection[]): void {
    this.#tick();
    for (const { handle } of connections) if (handle instanceof NetConnection) handle.unpark();
  }

  #sweep(): void {
    const nowMs = this.#tick();
    for (const connection of this.#connections) connection.expire(nowMs);
    const losses = this.#engine.losses.take();
    if (losses.length > 0) this.#parts.lost?.(losses);
  }

  #report(): void {
    void this.handOver();
    this.#engine.callers.expire(this.#tick());
  }

  #tick(): number {
    const nowMs = this.#parts.platform.clock.now();
    this.#engine.tick(nowMs);
    return nowMs;
  }
}

function materialsOf(parts: DataPlaneParts): MaterialSource {
  return {
    request(instance, material, delivery, arrived, profileStatus) {
      const issued = issueFor(parts, instance.id, material, delivery, profileStatus);
      if (!(issued instanceof Promise)) return issued;
      void issued.then(arrived);
      return undefined;
    },
  };
}
