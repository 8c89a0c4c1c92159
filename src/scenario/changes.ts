import type { EventRequest } from '#schedule';
import { optionsText } from './options-text.ts';
import type { ScenarioService } from './ports.ts';
import type { OptionSettings } from './scenario.ts';

/** What a scenario does to a service, remembered so that it can be put back. Reasons why something was not done are sentences. */
export class Changes {
  readonly #service: ScenarioService;
  readonly #faults = new Set<string>();
  readonly #events: string[] = [];
  /** The options that were changed, as they were before the first change. */
  readonly #before = new Map<string, OptionSettings>();

  constructor(service: ScenarioService) {
    this.#service = service;
  }

  async fire(request: EventRequest): Promise<string | undefined> {
    const fired = await this.#service.fire(request);
    if (!fired.ok) return fired.error;
    this.#events.push(fired.value);
    return undefined;
  }

  async addFault(declaration: Readonly<Record<string, unknown>>): Promise<string | undefined> {
    const added = await this.#service.addFault(declaration);
    if (!added.ok) return added.error;
    this.#faults.add(String(declaration['id']));
    return undefined;
  }

  async removeFault(id: string): Promise<string | undefined> {
    if (!this.#faults.delete(id)) return `this scenario has no fault ${id} at work`;
    const removed = await this.#service.removeFault(id);
    return removed.ok ? undefined : removed.error;
  }

  /** Undefined instances: all that are not terminated. */
  async setOptions(instances: readonly string[] | undefined, settings: OptionSettings): Promise<string | undefined> {
    const there = await this.#service.instances();
    if (!there.ok) return there.error;
    const ids = instances ?? there.value.map((each) => each.id);
    if (ids.length === 0) return 'there is no instance';
    for (const id of ids) {
      const options = there.value.find((each) => each.id === id)?.options;
      if (options === undefined) return `there is no instance ${id}`;
      const set = await this.#service.setOptions(id, settings);
      if (!set.ok) return `${id}: ${set.error}`;
      this.#before.set(id, { ...pick(options, settings), ...this.#before.get(id) });
    }
    return undefined;
  }

  /** Puts everything back, as far as that can be; tells what it did. */
  async putBack(): Promise<readonly string[]> {
    const done: string[] = [];
    for (const id of this.#faults) {
      const removed = await this.#service.removeFault(id);
      done.push(removed.ok ? `fault ${id} removed` : `fault ${id} was not removed: ${removed.error}`);
    }
    for (const [id, settings] of this.#before) {
      const set = await this.#service.setOptions(id, settings);
      const text = optionsText([id], settings);
      done.push(set.ok ? `again ${text}` : `not again ${text}: ${set.error}`);
    }
    // Most are over by now: then there is nothing to tell.
    for (const id of this.#events) await this.#service.cancel(id);
    return done;
  }
}

/** Those of `options` that `settings` names. */
function pick(options: OptionSettings, settings: OptionSettings): OptionSettings {
  return Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(settings, name)));
}
