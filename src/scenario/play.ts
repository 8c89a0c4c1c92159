import { Changes } from './changes.ts';
import type { Outcome, Pace, Progress, ScenarioService } from './ports.ts';
import { bootStorm } from './boot-storm.ts';
import { expectOf } from './expect-of.ts';
import { optionsText } from './options-text.ts';
import type { Action, Scenario } from './scenario.ts';
import { traffic } from './traffic.ts';

/** What a scenario is played with. */
export interface PlayParts {
  readonly service: ScenarioService;
  readonly pace: Pace;
  readonly report: (progress: Progress) => void;
  /** Leave what was done as it is. */
  readonly keep: boolean;
}

/** Says that a step or an expectation failed. */
type Fail = (text: string, reason: string) => void;

/**
 * Plays a scenario to its end: every step at its time, traffic and boots beside them. What is not met is reported, and the rest
 * goes on. At the end, or after an interruption, faults it added are removed, options put back, and events taken back as far
 * as that can be.
 */
export async function play(scenario: Scenario, { service, pace, report, keep }: PlayParts): Promise<Outcome> {
  let failures = 0;
  const fail: Fail = (text, reason) => {
    failures++;
    report({ kind: 'failed', atMs: pace.now(), text, reason });
  };
  const changes = new Changes(service);
  const outcome = (): Outcome => (pace.isInterrupted ? 'interrupted' : failures > 0 ? 'failed' : 'passed');
  const end = async (): Promise<void> => {
    if (!keep) for (const text of await changes.putBack()) report({ kind: 'cleaned', atMs: pace.now(), text });
    report({ kind: 'end', atMs: pace.now(), outcome: outcome(), failures });
  };
  const works: Promise<void>[] = [];
  let unfinished = 0;
  // Whoever finishes last ends it, before time goes on.
  const begin = (work: Work): void => {
    unfinished++;
    works.push(pace.run(() => work().then(() => (--unfinished === 0 ? end() : undefined))));
  };
  report({ kind: 'begin', name: scenario.name, steps: scenario.steps.length });
  begin(() => takeSteps(scenario.steps, { service, pace, report, fail, changes, begin }));
  for (const work of works) await work;
  return outcome();
}

async function takeSteps(steps: Scenario['steps'], course: Course): Promise<void> {
  for (const { atMs, action } of steps) {
    await course.pace.until(atMs);
    if (course.pace.isInterrupted) return;
    await carryOut(action, course);
  }
}

type Work = () => Promise<void>;

/** What steps are carried out with. */
export interface Course extends Omit<PlayParts, 'keep'> {
  readonly fail: Fail;
  readonly changes: Changes;
  /** Begins what goes on beside the steps that follow. */
  readonly begin: (work: Work) => void;
}

async function carryOut(action: Action, course: Course): Promise<void> {
  const { pace, report, begin, changes } = course;
  const step = (text: string): void => report({ kind: 'step', atMs: pace.now(), text });
  switch (action.kind) {
    case 'say':
      return step(action.text);
    case 'event':
      return tell(course, action.text, await changes.fire(action.request));
    case 'fault':
      return tell(course, action.text, await changes.addFault(action.declaration));
    case 'end-fault':
      return tell(course, `fault ${action.id} ends`, await changes.removeFault(action.id));
    case 'options': {
      const { instances, settings } = action;
      return tell(course, optionsText(instances, settings), await changes.setOptions(instances, settings));
    }
    case 'expect':
      return begin(() => expectOf(action.expectation, course));
    case 'traffic':
      step(`${action.traffic.clients} clients by IMDSv${action.traffic.version}: ${action.traffic.name}`);
      return begin(() => traffic(action.traffic, course));
    case 'boot-storm':
      step(`${action.storm.clients} instances boot: ${action.storm.name}`);
      return begin(() => bootStorm(action.storm, course));
  }
}

/** `reason` is why it was not done, if it was not. */
function tell({ pace, report, fail }: Course, text: string, reason: string | undefined): void {
  if (reason === undefined) report({ kind: 'step', atMs: pace.now(), text });
  else fail(text, reason);
}
