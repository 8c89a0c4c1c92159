import type { CallerProcess } from '#model';
import type { Libc } from '../libc.ts';
import { Allowance } from './allowance.ts';
import { ProcessDescriber } from './describe-process.ts';
import { KnownCallers } from './known-callers.ts';
import { ProcessFiles } from './process-files.ts';
import { SocketFinder } from './socket-finder.ts';
import type { FoundSocket } from './socket-finder.ts';
import type { ConnectionEnds } from './sock-diag.ts';

/** Who is asked for: whoever has the other end of a TCP connection, or a process the kernel has named already. */
export type CallerQuestion = ConnectionQuestion | { readonly pid: number };

/** Who has the other end of a connection? */
export interface ConnectionQuestion extends ConnectionEnds {
  /** Tells those who call for the same purpose from others: who called last for it is looked at first. */
  readonly asker: string;
  /** False: nobody else is looked at. */
  readonly thorough: boolean;
}

/** `unknown`: nobody on this machine, or nobody this process may look at; `busy`: there was no time to look. */
export type CallerAnswer = CallerProcess | 'unknown' | 'busy';

/** What a caller finder works with. */
export interface CallerFinderParts {
  /** Undefined: only the files of `/proc` can be asked. */
  readonly libc: Libc | undefined;
  /** A stopwatch. */
  readonly microseconds: () => number;
  /** Time this thread has been at work; that of the thread unless told. */
  readonly workedUs?: () => number;
  /** The folder that stands for `/` where container runtimes keep their files; `/` unless told. */
  readonly root?: string;
}

/** How long it looks before others get a turn, and how long it works for one caller. */
const TURN_US = 2000;
const LOOK_US_MAX = 200_000;
/** Of all time, and how much work may be saved up. */
const SHARE = 0.1;
const RESERVE_US = 500_000;
/** Part of that which others may not use up. */
const LEFT_TO_THOROUGH = 0.5;
/** Processes looked at first, as who called lately will call again. */
const RECENT_MAX = 16;
/** Addresses that were nobody's here, and for how long that is believed. */
const STRANGERS_MAX = 1024;
const STRANGER_US = 2_000_000;

/**
 * Tells which process of this machine made a connection, in whatever network namespace it is. It must be asked while the
 * connection is open, and is best asked before it is answered: who got an answer may end. Takes at most a tenth of its
 * thread's time, in turns of two milliseconds.
 */
export class CallerFinder {
  readonly #parts: CallerFinderParts;
  readonly #files = new ProcessFiles();
  readonly #describer: ProcessDescriber;
  readonly #known: KnownCallers;
  readonly #sockets: SocketFinder;
  readonly #allowance: Allowance;
  readonly #strangers = new Map<string, number>();
  #recent: readonly number[] = [];

  constructor(parts: CallerFinderParts) {
    this.#parts = parts;
    this.#describer = new ProcessDescriber(this.#files, parts.root ?? '');
    this.#known = new KnownCallers(this.#files, this.#describer);
    this.#sockets = new SocketFinder(parts.libc, this.#files);
    this.#allowance = new Allowance(parts.microseconds, SHARE, RESERVE_US);
  }

  /** Whether processes can be found here at all: that is for Linux. */
  static get available(): boolean {
    return process.platform === 'linux';
  }

  /** Never rejects. */
  async find(question: CallerQuestion): Promise<CallerAnswer> {
    const isThorough = 'pid' in question || question.thorough;
    if (!this.#allowance.hasLeft(isThorough ? 0 : LEFT_TO_THOROUGH)) return 'busy';
    const { microseconds, workedUs = threadWorkedUs } = this.#parts;
    const turn = new Turn({ microseconds, workedUs, allowance: this.#allowance });
    const found = 'pid' in question ? this.#describer.describe(question.pid) : await this.#callerOf(question, turn);
    turn.end();
    return found ?? 'unknown';
  }

  async #callerOf(question: ConnectionQuestion, turn: Turn): Promise<CallerProcess | 'busy' | undefined> {
    const { asker, thorough } = question;
    const socket = this.#sockets.findNear(question);
    const known = socket && this.#known.find(asker, socket.inode);
    if (known !== undefined) return known;
    if (!thorough) return 'busy';
    const found = socket ?? (await this.#findFar(question, turn));
    const pid = found && (await this.#pidOf(found, turn));
    return pid === undefined ? undefined : this.#known.note(asker, pid);
  }

  async #pidOf(socket: FoundSocket, turn: Turn): Promise<number | undefined> {
    for (const pid of this.#candidates(socket)) {
      if (this.#files.hasSocket(pid, socket.inode)) return this.#seen(pid);
      if (turn.over && !(await turn.another())) return undefined;
    }
    return undefined;
  }

  async #findFar(ends: ConnectionEnds, turn: Turn): Promise<FoundSocket | undefined> {
    const peer = String(ends.peer);
    const nowUs = this.#parts.microseconds();
    if ((this.#strangers.get(peer) ?? 0) > nowUs) return undefined;
    for (const found of this.#sockets.findFar(ends, this.#files.newestFirst())) {
      if (found !== undefined) return found;
      if (turn.over && !(await turn.another())) return undefined;
    }
    if (this.#strangers.size >= STRANGERS_MAX) this.#strangers.clear();
    this.#strangers.set(peer, nowUs + STRANGER_US);
    return undefined;
  }

  /** Those that called lately, then those of the socket's user and namespace, newest first, then all others. */
  *#candidates(socket: FoundSocket): Generator<number> {
    yield* this.#recent;
    const others: number[] = [];
    for (const pid of this.#files.newestFirst()) {
      if (this.#recent.includes(pid)) continue;
      if (this.#files.networkNamespace(pid) === socket.namespace && this.#files.owner(pid) === socket.uid) yield pid;
      else others.push(pid);
    }
    yield* others;
  }

  #seen(pid: number): number {
    if (this.#recent[0] !== pid)
      this.#recent = [pid, ...this.#recent.filter((other) => other !== pid)].slice(0, RECENT_MAX);
    return pid;
  }
}

/** User and system time of the thread that asks, in microseconds. Others that keep it from its core do not count. */
function threadWorkedUs(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

interface TurnParts {
  readonly microseconds: () => number;
  readonly workedUs: () => number;
  readonly allowance: Allowance;
}

/** The time one look takes, in turns. */
class Turn {
  readonly #parts: TurnParts;
  #endsUs = 0;
  #workedUs = 0;
  #spentUs = 0;

  constructor(parts: TurnParts) {
    this.#parts = parts;
    this.#begin();
  }

  /** Whether it is somebody else's turn. */
  get over(): boolean {
    return this.#parts.microseconds() > this.#endsUs;
  }

  /** Lets others have theirs; false when this look has had enough of them. */
  async another(): Promise<boolean> {
    this.end();
    if (this.#spentUs > LOOK_US_MAX) return false;
    await new Promise((resolve) => setImmediate(resolve));
    this.#begin();
    return true;
  }

  /** Counts the work that was done. */
  end(): void {
    const workedUs = this.#parts.workedUs() - this.#workedUs;
    this.#spentUs += workedUs;
    this.#parts.allowance.spend(workedUs);
  }

  #begin(): void {
    this.#endsUs = this.#parts.microseconds() + TURN_US;
    this.#workedUs = this.#parts.workedUs();
  }
}
