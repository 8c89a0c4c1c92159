import type { Inventory } from '#aws-api';
import type { Clock } from '#base';
import type { Registry } from '#registry';
import type { Alarm } from './alarm.ts';
import { beginEvent } from './begin-event.ts';
import { changeAll } from './change-all.ts';
import { carryOut } from '#schedule';
import { DueIndex } from './due-index.ts';
import type { Due } from './due-index.ts';

/** What a scheduler works with. */
export interface SchedulerParts {
  readonly registry: Registry;
  readonly inventory: Inventory;
  readonly clock: Clock;
  /** Makes the alarm that wakes the scheduler. */
  readonly alarm: (wake: () => void) => Alarm;
  /** Told what could not be done; it is tried again. */
  readonly failed: (reason: string) => void;
}

const RETRY_MS = 1000;

/**
 * Carries out events when they are due, in the order of time, each step once: a step and its removal from the agenda are
 * one change of one document. What fell due while nobody was there is carried out at the start. It has no time of its own
 * but its clock and its alarm: whoever turns a clock by hand calls `nudge` after it.
 */
export class Scheduler {
  readonly #parts: SchedulerParts;
  readonly #index = new DueIndex();
  readonly #alarm: Alarm;
  #running: Promise<void> = Promise.resolve();
  #isBusy = false;
  #isClosed = false;
  #unwatch = (): void => {};

  private constructor(parts: SchedulerParts) {
    this.#parts = parts;
    this.#alarm = parts.alarm(() => void this.nudge());
  }

  /** A scheduler that has carried out everything overdue. */
  static async start(parts: SchedulerParts): Promise<Scheduler> {
    const scheduler = new Scheduler(parts);
    scheduler.#unwatch = parts.inventory.watch((changes) => {
      if (scheduler.#index.apply(changes) && !scheduler.#isBusy) void scheduler.nudge();
    });
    scheduler.#index.apply(await parts.registry.read(0));
    await scheduler.nudge();
    return scheduler;
  }

  /** Looks at the clock again; settled once everything that is due by now has been carried out. Never rejects. */
  nudge(): Promise<void> {
    this.#running = this.#running.then(() => this.#run());
    return this.#running;
  }

  /** Does something while no event is being carried out. */
  between<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
    const done = this.#running.then(work);
    const over = (): void => undefined;
    this.#running = done.then(over, over);
    return done;
  }

  /** Settled once nothing is under way; nothing more begins. */
  close(): Promise<void> {
    this.#isClosed = true;
    this.#unwatch();
    this.#alarm.set(undefined);
    return this.#running;
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    let wakeMs: number | undefined;
    while (!this.#isClosed) {
      const due = this.#index.earliest();
      wakeMs = due?.atMs;
      if (due === undefined || due.atMs > this.#parts.clock.now()) break;
      wakeMs = this.#parts.clock.now() + RETRY_MS;
      if (!(await this.#tryToCarryOut(due))) break;
    }
    this.#isBusy = false;
    if (!this.#isClosed) this.#alarm.set(wakeMs);
  }

  async #tryToCarryOut(due: Due): Promise<boolean> {
    this.#index.take(due);
    try {
      await this.#carryOut(due);
      return true;
    } catch (error) {
      this.#index.putBack(due);
      this.#parts.failed(error instanceof Error ? error.message : 'unknown reason');
      return false;
    }
  }

  /** What is on its way goes on before something new begins. */
  async #carryOut({ eventIds, instanceIds }: Due): Promise<void> {
    const { inventory, clock } = this.#parts;
    await changeAll(inventory, instanceIds, (instance) => carryOut(instance, clock.now()));
    for (const id of eventIds) await beginEvent(inventory, id, clock.now());
  }
}
