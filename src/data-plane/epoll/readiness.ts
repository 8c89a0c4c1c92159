import { EPOLL_DATA_AT, EPOLL_EVENT_BYTES, LINUX } from '#host';
import type { Libc } from '#host';

/**
 * That there is more input, or its end: told once, in the order in which it came. Told as long as it is so, connections would
 * be served in the order of the turn before, and some would wait for others that came later.
 */
export const READABLE: number = LINUX.EPOLLIN | LINUX.EPOLLRDHUP | LINUX.EPOLLET;

/** That a connection is of no use any more. */
export const BROKEN: number = LINUX.EPOLLERR | LINUX.EPOLLHUP;
/** That no input will come behind what is there. */
export const ENDING: number = BROKEN | LINUX.EPOLLRDHUP;

/** Few enough that a request that arrives while others are answered does not wait for a second long turn. */
const EVENTS_PER_WAIT = 64;
const STRIDE = EPOLL_EVENT_BYTES / 4;
const DATA_AT = EPOLL_DATA_AT / 4;

/** An epoll instance: which descriptors can be read or written now. */
export class Readiness {
  readonly #libc: Libc;
  readonly #epoll: number;
  readonly #events = Buffer.alloc(EPOLL_EVENT_BYTES * EVENTS_PER_WAIT);
  readonly #words = new Int32Array(this.#events.buffer, this.#events.byteOffset, STRIDE * EVENTS_PER_WAIT);
  readonly #one = Buffer.alloc(EPOLL_EVENT_BYTES);

  constructor(libc: Libc) {
    this.#libc = libc;
    this.#epoll = libc.epoll_create1(LINUX.SOCK_CLOEXEC);
    if (this.#epoll < 0) throw new Error(`epoll_create1 failed with errno ${libc.errno()}`);
  }

  /** Watches a descriptor for `events`. */
  add(fd: number, events: number): void {
    this.#control(LINUX.EPOLL_CTL_ADD, fd, events);
  }

  /** Replaces what a watched descriptor is watched for. */
  change(fd: number, events: number): void {
    this.#control(LINUX.EPOLL_CTL_MOD, fd, events);
  }

  /** Stops watching a descriptor that stays open; closing one ends the watch by itself. */
  remove(fd: number): void {
    this.#control(LINUX.EPOLL_CTL_DEL, fd, 0);
  }

  /** Waits up to `timeoutMs`; how many descriptors are ready. */
  wait(timeoutMs: number): number {
    const count = this.#libc.epoll_wait(this.#epoll, this.#events, EVENTS_PER_WAIT, timeoutMs);
    return count < 0 ? 0 : count;
  }

  /** The descriptor of the ready event at `index`. */
  descriptor(index: number): number {
    return this.#words[index * STRIDE + DATA_AT] ?? -1;
  }

  /** What the ready event at `index` says, a set of `EPOLL…` bits. */
  bits(index: number): number {
    return this.#words[index * STRIDE] ?? 0;
  }

  /** Frees the epoll instance. */
  close(): void {
    this.#libc.close(this.#epoll);
  }

  #control(operation: number, fd: number, events: number): void {
    this.#one.writeInt32LE(events | 0, 0);
    this.#one.writeInt32LE(fd, EPOLL_DATA_AT);
    this.#libc.epoll_ctl(this.#epoll, operation, fd, this.#one);
  }
}
