// The thread of one epoll loop. It never reads a file, logs or waits for anything but sockets and the main thread's messages.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { allocateOctets, loadLibc, realPlatform, releaseMemory } from '#host';
import type { Libc } from '#host';
import { AnswerWriter } from '#protocol/imds';
import { Replica } from '#registry';
import { ImdsEngine } from '../engine.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import { SharedCounts } from '../faults/shared-counts.ts';
import type { InstanceLosses } from '../losses.ts';
import { CallerOrders } from './caller-orders.ts';
import { EpollLoop } from './loop.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';
import { Orders } from './orders.ts';

const libc = loadLibc();
if (parentPort === null || typeof libc === 'string')
  throw new Error('the epoll worker is started by the epoll transport');
serve(parentPort, libc, workerData as WorkerStart);

function serve(port: MessagePort, libc: Libc, start: WorkerStart): void {
  const { clock, crypto, random, microseconds } = realPlatform();
  const replica = new Replica();
  const orders = new Orders((message) => port.postMessage(message));
  const callers = new CallerOrders((message) => port.postMessage(message));
  const engine = new ImdsEngine({
    replica,
    tokens: { crypto, random, ring: start.ring },
    materials: orders,
    features: start.features,
    attribution: start.attribution,
    callers,
    callerTimeoutMs: start.limits.callerTimeoutMs,
    microseconds,
    hopDistance: start.hopDistance,
    throttle: start.throttle,
    writer: new AnswerWriter(allocateOctets, start.profile),
    allocate: allocateOctets,
    unparked: (connections) => loop.unpark(connections),
    faults: new FaultBoard(new SharedCounts(start.faultCounts)),
  });
  const wakeCount = Buffer.alloc(8);
  const woken = (): void => {
    libc.read(start.wakeFd, wakeCount, wakeCount.length);
    for (let received = receiveMessageOnPort(port); received !== undefined; received = receiveMessageOnPort(port)) {
      obey(received.message as ToWorker);
    }
  };
  const due = (nowMs: number): void => {
    if (nowMs >= engine.observer.dueAtMs) handOver();
    engine.callers.expire(nowMs);
  };
  const { wakeFd, shared, limits } = start;
  const handOver = (): void => {
    const observation = engine.observer.take();
    if (observation !== undefined) port.postMessage({ kind: 'observed', observation } satisfies FromWorker);
  };
  const lost = (losses: readonly InstanceLosses[]): void =>
    port.postMessage({ kind: 'lost', losses } satisfies FromWorker);
  const loop = new EpollLoop({ libc, engine, limits, clock, wakeFd, woken, due, lost, shared });

  function obey(message: ToWorker): void {
    switch (message.kind) {
      case 'listen':
        return loop.listen(message.listener);
      case 'unlisten':
        return loop.unlisten(message.fd);
      case 'changes':
        return replica.apply(message.changes);
      case 'token-ring':
        return engine.useTokenRing(message.ring);
      case 'faults':
        return engine.useFaults(message.faults);
      case 'issued':
        return orders.arrive(message.order, message.issued);
      case 'caller':
        return callers.arrive(message.order, message.answer);
      case 'observe':
        engine.observer.everything = message.attention.everything;
        return;
      case 'hand-over':
        return handOver();
      case 'acknowledge':
        return port.postMessage({ kind: 'acknowledged', order: message.order } satisfies FromWorker);
      case 'release-memory':
        return releaseMemory();
      case 'stop':
        return loop.stop();
    }
  }

  port.postMessage({ kind: 'ready' } satisfies FromWorker);
  loop.run();
  handOver();
  port.close();
}
