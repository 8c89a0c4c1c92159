import { parseDuration } from '#base';
import { describeEffects, describeSelection, readFault } from '#fault';
import { planEvent } from '#schedule';
import type { Report } from './read-scenario.ts';
import { SCENARIO_LIMITS } from './scenario-schema.ts';
import type { StepShape } from './scenario-schema.ts';
import type { Action, BootStorm, Expectation, Traffic } from './scenario.ts';

const ACTIONS = ['say', 'event', 'fault', 'endFault', 'options', 'expect', 'traffic', 'bootStorm'] as const;

/** What a step does; undefined if that was reported. */
export function readAction(step: StepShape, position: number, report: Report): Action | undefined {
  const given = ACTIONS.filter((key) => step[key] !== undefined);
  if (given.length !== 1)
    return report([], `expected exactly one of ${ACTIONS.join(', ')}, got ${given.join(', ') || 'none'}`);
  const { say, event, fault, endFault, options, expect, traffic, bootStorm } = step;
  if (say !== undefined) return { kind: 'say', text: say };
  if (event !== undefined) return readEvent(event, report);
  if (fault !== undefined) return readFaultStep(fault, position, report);
  if (endFault !== undefined) return { kind: 'end-fault', id: endFault };
  if (options !== undefined) return readOptions(options, report);
  if (expect !== undefined) return readExpectation(expect, report);
  if (traffic !== undefined) return readTraffic(traffic, report);
  return bootStorm === undefined ? undefined : { kind: 'boot-storm', storm: readStorm(bootStorm) };
}

function readEvent(request: NonNullable<StepShape['event']>, report: Report): Action | undefined {
  const planned = planEvent(request, 0);
  if (!planned.ok) return report(['event', ...planned.error.path], planned.error.message);
  const target = planned.value.target;
  const whom = target === undefined ? 'the only instance' : target.kind === 'all' ? 'all instances' : 'some instances';
  return { kind: 'event', request, text: `${planned.value.happening.kind} for ${whom}` };
}

function readFaultStep(
  declaration: Readonly<Record<string, unknown>>,
  position: number,
  report: Report,
): Action | undefined {
  const fault = readFault(declaration, { nowMs: 0, freshId: `step-${position + 1}` });
  if (!fault.ok) {
    for (const { path, message } of fault.error) report(['fault', ...path], message);
    return undefined;
  }
  const { id, effects } = fault.value;
  const text = `fault ${id}: ${describeEffects(effects)} for ${describeSelection(fault.value)}`;
  return { kind: 'fault', declaration: { ...declaration, id }, text };
}

function readOptions(said: NonNullable<StepShape['options']>, report: Report): Action | undefined {
  const { instances, ...settings } = said;
  if (Object.keys(settings).length === 0)
    return report(['options'], 'says nothing to change; give httpTokens or another option');
  return { kind: 'options', instances, settings };
}

function readExpectation(said: NonNullable<StepShape['expect']>, report: Report): Action | undefined {
  const { path, version = 2, status = 200, body, within = '0s' } = said;
  const pattern = body === undefined ? undefined : readPattern(body);
  if (body !== undefined && pattern === undefined)
    return report(['expect', 'body'], 'expected a regular expression, as JavaScript writes it');
  const expectation: Expectation = { path, version, status, body: pattern, withinMs: ms(within) };
  return { kind: 'expect', expectation };
}

function readPattern(text: string): RegExp | undefined {
  try {
    return new RegExp(text, 'u');
  } catch {
    return undefined;
  }
}

function readTraffic(said: NonNullable<StepShape['traffic']>, report: Report): Action | undefined {
  const { name, path = 'meta-data/instance-id', version = 2, clients = 1, every = '1s', only, some } = said;
  const [everyMs, forMs] = [ms(every), ms(said.for)];
  if (everyMs === 0) return report(['traffic', 'every'], 'must be longer than nothing');
  const requests = clients * Math.ceil(forMs / everyMs);
  if (requests > SCENARIO_LIMITS.requests)
    return report(['traffic'], `is ${requests} requests; at most ${SCENARIO_LIMITS.requests} may be asked for`);
  const traffic: Traffic = {
    name,
    path,
    version,
    clients,
    everyMs,
    forMs,
    only: only?.map(String),
    some: some?.map(String),
  };
  return { kind: 'traffic', traffic };
}

function readStorm(said: NonNullable<StepShape['bootStorm']>): BootStorm {
  const { name = 'boots', clients, within = '0s', version = 2, retryEvery = '1s', giveUp = '2m', only, some } = said;
  return {
    name,
    clients,
    version,
    withinMs: ms(within),
    retryEveryMs: Math.max(1, ms(retryEvery)),
    giveUpMs: ms(giveUp),
    only,
    some,
  };
}

/** The schema has seen to it that there is a duration in the text. */
function ms(text: string): number {
  return parseDuration(text) ?? 0;
}
