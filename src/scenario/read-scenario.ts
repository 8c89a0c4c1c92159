import { err, ok, parseDuration } from '#base';
import type { Result } from '#base';
import { readAction } from './read-action.ts';
import { scenarioSchema } from './scenario-schema.ts';
import type { ScenarioShape, StepShape } from './scenario-schema.ts';
import type { Scenario, Step } from './scenario.ts';

export { scenarioSchema };

/** Something wrong in a scenario of the right shape, and where. */
export interface ScenarioProblem {
  readonly path: readonly (string | number)[];
  /** What is wrong and what would be right. */
  readonly message: string;
}

/** Takes note of a problem. */
export type Report = (path: ScenarioProblem['path'], message: string) => undefined;

/** Reads a scenario of the right shape; all problems are told. */
export function readScenario(shape: ScenarioShape): Result<Scenario, readonly ScenarioProblem[]> {
  const problems: ScenarioProblem[] = [];
  const steps: Step[] = [];
  let beforeMs = 0;
  for (const [position, each] of shape.steps.entries()) {
    const report: Report = (path, message) => void problems.push({ path: ['steps', position, ...path], message });
    const atMs = timeOf(each, beforeMs, report);
    const action = readAction(each, position, report);
    if (action?.kind === 'end-fault' && !faultIds(shape, position).includes(action.id))
      report(
        ['endFault'],
        `no step before gives a fault this id; there are ${faultIds(shape, position).join(', ') || 'none'}`,
      );
    if (action !== undefined) steps.push({ atMs, action });
    beforeMs = atMs;
  }
  if (problems.length > 0) return err(problems);
  const { name, description = '', configuration } = shape;
  return ok({ name, description, configuration, steps: steps.sort((one, other) => one.atMs - other.atMs) });
}

function timeOf({ at, after }: StepShape, beforeMs: number, report: Report): number {
  if (at !== undefined && after !== undefined) report(['after'], 'expected "at" or "after", not both');
  if (at !== undefined) return parseDuration(at) ?? 0;
  return beforeMs + (parseDuration(after ?? '0s') ?? 0);
}

function faultIds({ steps }: ScenarioShape, before: number): readonly string[] {
  return steps.slice(0, before).flatMap(({ fault }) => (typeof fault?.['id'] === 'string' ? [fault['id']] : []));
}
