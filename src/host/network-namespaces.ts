import { closeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { err, ok } from '#base';
import type { Result } from '#base';

/** Network namespaces that nobody has a name for: they are gone when nothing holds them open any more. */
export interface NetworkNamespaces {
  /** Descriptors that hold them, in order. */
  readonly descriptors: readonly number[];
  /** Sockets of the first one, bound to `port` of every IPv4 and, where there is IPv6, every IPv6 address, and not listening. */
  readonly sockets: readonly number[];
  /** Lets go of the namespaces. The sockets are whoever's who took them over. */
  close(): void;
}

/** What the thread is told, and what it answers. */
export interface NamespaceOrder {
  readonly count: number;
  readonly port: number;
}
export type NamespaceAnswer =
  | { readonly descriptors: readonly number[]; readonly sockets: readonly number[] }
  | { readonly failure: string };

/**
 * Makes `count` network namespaces, with IPv6 where the kernel has it; all but the first and the last forward packets. Only a thread
 * can go into a namespace, and one without CAP_SYS_ADMIN over where it came from cannot go back: so a thread of its own does
 * it and ends. Needs CAP_SYS_ADMIN in the user namespace this process is in.
 */
export function makeNetworkNamespaces(order: NamespaceOrder): Promise<Result<NetworkNamespaces, string>> {
  const { promise, resolve } = Promise.withResolvers<Result<NetworkNamespaces, string>>();
  const url = new URL(`./namespace-worker${import.meta.url.slice(-3)}`, import.meta.url);
  // What the thread opens is for the process, which a thread's end would otherwise close.
  const worker = new Worker(url, { workerData: order, trackUnmanagedFds: false });
  worker.once('error', (error: Error) => resolve(err(error.message)));
  worker.once('message', (answer: NamespaceAnswer) => {
    if ('failure' in answer) return resolve(err(answer.failure));
    resolve(ok({ ...answer, close: () => answer.descriptors.forEach((fd) => closeSync(fd)) }));
  });
  return promise;
}
