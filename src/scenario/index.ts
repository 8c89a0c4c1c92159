// Owns scenarios: what a timed script of events, faults, option changes, traffic and expectations says, and its course.
// Promises the same course under real and virtual time, and that what a scenario did to a service is put back.
// Never opens a file, a socket or a timer: the service, the pace and whoever is told are given to it.
export { play } from './play.ts';
export type { Outcome, Pace, Progress, ScenarioService, MetadataAnswer, InstanceOptions } from './ports.ts';
export { readScenario, scenarioSchema } from './read-scenario.ts';
export type { ScenarioShape } from './scenario-schema.ts';
export type { ScenarioProblem } from './read-scenario.ts';
export type { Scenario } from './scenario.ts';
export { scaled } from './scaled.ts';
export { VirtualPace } from './virtual-pace.ts';
export { VirtualTime } from './virtual-time.ts';
