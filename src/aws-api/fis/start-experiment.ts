import { ok } from '#base';
import type { Result } from '#base';
import { deriveResourceId } from '#model';
import type { Experiment, ExperimentTemplate, InstanceEvent, PlannedAction } from '#model';
import type { ApiError } from '#protocol/aws';
import type { ActionOf, Call } from '../action.ts';
import { findTemplate, newFisId } from './experiment-templates.ts';
import { experimentState, experimentView } from './experiments.ts';
import { faultAction } from './fault-actions.ts';
import { resolveTarget } from './resolve-target.ts';
import { startOrder } from './start-order.ts';

/** AWS FIS API Reference, `StartExperiment`. Every action becomes an event, which the scheduler carries out. */
export const startExperiment: ActionOf<'fis', 'StartExperiment'> = {
  async act({ experimentTemplateId, tags = {} }, call) {
    const template = findTemplate(call, experimentTemplateId);
    if (!template.ok) return template;
    const { accountId, region, nowMs } = call;
    const id = newFisId('EXP', call);
    const { planned, events, failure } = planExperiment(call, id, template.value);
    const experiment: Experiment = {
      id,
      accountId,
      region,
      template: template.value,
      tags,
      startedAtMs: nowMs,
      planned,
      ...(failure === undefined ? {} : { failure }),
    };
    const kept = await call.inventory.change('experiment', id, (present) => ok(present ?? experiment));
    if (!kept.ok) return kept;
    const fired = await fire(call, events);
    await forgetOldExperiments(call);
    return fired.ok ? ok({ experiment: experimentView(experiment, nowMs) }) : fired;
  },
};

interface PlannedExperiment {
  readonly planned: Readonly<Record<string, PlannedAction>>;
  readonly events: readonly InstanceEvent[];
  readonly failure?: string;
}

/** Targets are resolved once, before anything happens. */
function planExperiment(call: Call, experimentId: string, template: ExperimentTemplate): PlannedExperiment {
  const targets = Object.entries(template.targets).map(([name, each]) => [name, resolveTarget(call, each)] as const);
  const resolved = new Map(targets);
  if (targets.some(([, ids]) => ids.length === 0))
    return { planned: {}, events: [], failure: 'Target resolution returned empty set' };
  const planned: Record<string, PlannedAction> = {};
  const events: InstanceEvent[] = [];
  for (const name of startOrder(template.actions) ?? []) {
    const action = template.actions[name];
    const known = action && faultAction(action);
    const plan = known?.plan(action?.parameters ?? {});
    if (action === undefined || known === undefined || plan?.ok !== true) continue;
    const startMs = Math.max(call.nowMs, ...(action.startAfter ?? []).map((before) => planned[before]?.endMs ?? 0));
    const endMs = startMs + plan.value.durationMs;
    const instanceIds = resolved.get(action.targets?.[known.target?.name ?? ''] ?? '') ?? [];
    const { happening } = plan.value;
    if (happening === undefined) {
      planned[name] = { startMs, endMs };
      continue;
    }
    const eventId = deriveResourceId('event', `${experimentId}/${name}`);
    planned[name] = { startMs, endMs, eventId };
    events.push({
      id: eventId,
      accountId: call.accountId,
      target: { kind: 'instances', instanceIds },
      happening,
      anyLifeCycle: false,
      atMs: startMs,
      createdAtMs: call.nowMs,
      state: 'scheduled',
      instanceIds: [],
    });
  }
  return { planned, events };
}

async function fire(call: Call, events: readonly InstanceEvent[]): Promise<Result<unknown, ApiError>> {
  for (const event of events) {
    const kept = await call.inventory.change('instance-event', event.id, (present) => ok(present ?? event));
    if (!kept.ok) return kept;
  }
  return ok(undefined);
}

const ENDED_MAX = 500;

async function forgetOldExperiments(call: Call): Promise<void> {
  const ended = call.inventory
    .all('experiment')
    .filter(({ entity }) => experimentState(entity, call.nowMs).status !== 'running');
  for (const { entity } of ended.slice(0, -ENDED_MAX))
    await call.inventory.change('experiment', entity.id, () => ok(undefined));
}
