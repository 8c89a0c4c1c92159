import type { InstanceEvents } from '#admin-api';
import type { Inventory } from '#aws-api';
import { err, ok } from '#base';
import type { Clock, Random, Result } from '#base';
import type { InstanceDeclaration, InstanceEvent, InstanceSelector } from '#model';
import { describeEvent, newEventId, planEvent, unfitness, withdraw } from '#schedule';
import type { EventRequest, EventView, PlannedEvent } from '#schedule';
import { changeAll } from './change-all.ts';
import { matching } from './matching.ts';
import type { Scheduler } from './scheduler.ts';
import { forgetOldEvents, WAITING_EVENTS_MAX, waitingEvents } from './retention.ts';

/** What events are kept and carried out with. */
export interface EventParts {
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly random: Random;
  /** Settled once everything due has been carried out and the data plane answers accordingly. */
  readonly settled: () => Promise<void>;
  /** Does something while no event is being carried out. */
  readonly between: Scheduler['between'];
}

type Refusal = Extract<Awaited<ReturnType<InstanceEvents['fire']>>, { ok: false }>['error'];

/** Fires events by putting them where the scheduler finds them. */
export class ScheduledEvents implements InstanceEvents {
  readonly #parts: EventParts;

  constructor(parts: EventParts) {
    this.#parts = parts;
  }

  async fire(request: EventRequest, accountId: string): Promise<Result<EventView, Refusal>> {
    const { inventory, clock, random } = this.#parts;
    const nowMs = clock.now();
    const planned = planEvent(request, nowMs);
    if (!planned.ok) return err(invalid([...planned.error.path, planned.error.message].join(': ')));
    if (planned.value.atMs < nowMs) return err(invalid('at: is in the past; leave it out for now'));
    const target = this.#targetOf(planned.value, accountId, nowMs);
    if (!target.ok) return target;
    if (waitingEvents(inventory) >= WAITING_EVENTS_MAX) return err(conflict(TOO_MANY));
    const { happening, anyLifeCycle, atMs } = planned.value;
    const event: InstanceEvent = {
      id: newEventId(random),
      accountId,
      target: target.value,
      happening,
      anyLifeCycle,
      atMs,
      createdAtMs: nowMs,
      state: 'scheduled',
      instanceIds: [],
    };
    const kept = await inventory.change('instance-event', event.id, (present) => ok(present ?? event));
    if (!kept.ok) return err(busy(kept.error.message));
    await forgetOldEvents(inventory);
    return this.#shown(event.id, accountId);
  }

  list(accountId: string): readonly EventView[] {
    const { inventory } = this.#parts;
    const own = inventory.all('instance-event').filter(({ entity }) => entity.accountId === accountId);
    return own.map(({ entity }) => this.#view(entity));
  }

  get(id: string, accountId: string): Result<EventView, Refusal> {
    const event = this.#parts.inventory.get('instance-event', id);
    return event?.accountId === accountId ? ok(this.#view(event)) : err(notFound(`there is no event ${id}`));
  }

  async cancel(id: string, accountId: string): Promise<Result<EventView, Refusal>> {
    const canceled = await this.#parts.between(() => this.#cancel(id, accountId));
    return canceled.ok ? this.#shown(id, accountId) : canceled;
  }

  async #cancel(id: string, accountId: string): Promise<Result<unknown, Refusal>> {
    const { inventory, clock } = this.#parts;
    const found = this.get(id, accountId);
    if (!found.ok) return found;
    const event = inventory.get('instance-event', id);
    if (event === undefined || event.state === 'canceled' || event.state === 'failed')
      return err(conflict(`event ${id} is ${found.value.state} already`));
    if (event.state === 'begun' && !this.#leavesAnything(event))
      return err(conflict(`event ${id} has taken place, and nothing of it is left to take back`));
    const changed = await inventory.change('instance-event', id, (present) =>
      ok(present && { ...present, state: 'canceled' }),
    );
    if (!changed.ok) return err(busy(changed.error.message));
    await changeAll(inventory, event.instanceIds, (instance) => withdraw(instance, event, clock.now()));
    return ok(undefined);
  }

  async #shown(id: string, accountId: string): Promise<Result<EventView, Refusal>> {
    await this.#parts.settled();
    return this.get(id, accountId);
  }

  #view(event: InstanceEvent): EventView {
    return describeEvent(event, (id) => this.#parts.inventory.get('instance', id));
  }

  #leavesAnything(event: InstanceEvent): boolean {
    const { inventory, clock } = this.#parts;
    const befallen = event.instanceIds.flatMap((id) => inventory.get('instance', id) ?? []);
    return befallen.some((instance) => withdraw(instance, event, clock.now()) !== instance);
  }

  /** Whoever names instances is told what is wrong with each; tags and all mean those that it can befall. */
  #targetOf(planned: PlannedEvent, accountId: string, nowMs: number): Result<InstanceSelector, Refusal> {
    const { inventory } = this.#parts;
    const target = planned.target === undefined ? this.#onlyInstance(accountId) : ok(planned.target);
    if (!target.ok) return target;
    const meant = matching(inventory, accountId, target.value);
    const unknown = target.value.kind === 'instances' ? target.value.instanceIds.filter((id) => !has(meant, id)) : [];
    if (unknown.length > 0) return err(notFound(`there is no instance ${unknown.slice(0, 10).join(', ')}`));
    const isNow = planned.atMs <= nowMs;
    const unfit = meant.flatMap((each) => {
      const why = unfitness(each, planned);
      return why === undefined || (why.passing && !isNow) ? [] : [`${each.id} ${why.reason}`];
    });
    if (target.value.kind === 'instances' && unfit.length > 0) return err(conflict(unfit.slice(0, 3).join('; ')));
    if (isNow && meant.length === 0) return err(notFound('no instance matches'));
    if (isNow && unfit.length === meant.length) return err(conflict(unfit.slice(0, 3).join('; ')));
    return target;
  }

  #onlyInstance(accountId: string): Result<InstanceSelector, Refusal> {
    const every = matching(this.#parts.inventory, accountId, { kind: 'all' });
    const alive = every.filter(({ state }) => state !== 'terminated');
    const [only] = alive;
    if (only !== undefined && alive.length === 1) return ok({ kind: 'instances', instanceIds: [only.id] });
    return err(invalid(`expected one of instances, tags and all: there are ${alive.length} instances`));
  }
}

const TOO_MANY = `there are ${WAITING_EVENTS_MAX} events to come already; cancel some`;

function has(instances: readonly InstanceDeclaration[], id: string): boolean {
  return instances.some((instance) => instance.id === id);
}

function invalid(message: string): Refusal {
  return { status: 400, code: 'ValidationException', message };
}

function notFound(message: string): Refusal {
  return { status: 404, code: 'ResourceNotFoundException', message };
}

function conflict(message: string): Refusal {
  return { status: 409, code: 'ConflictException', message };
}

function busy(message: string): Refusal {
  return { status: 503, code: 'ServiceUnavailableException', message };
}
