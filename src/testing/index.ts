// Owns `openimds/testing`: the whole service inside a test's own process, as values and methods.
// Promises free ports, a clock that only the test turns, nothing shared between two of them, and no file left behind.
// Never speaks to a service of another process, and never answers differently from `openimds up`.
export { anInstance, aSpotInstance } from './an-instance.ts';
export type { EventHandle } from './event-handle.ts';
export type { FaultHandle } from './fault-handle.ts';
export type { HandClock } from './hand-clock.ts';
export type { ImdsConfiguration, ImdsInstance } from './imds-configuration.ts';
export type { InstanceHandle, Maintenance, SpotInterruption, When } from './instance-handle.ts';
export type { ReceivedRequest, RequestTest } from './request-log.ts';
export type { Imds } from './running-imds.ts';
export type { PlayedScenario, PlayOptions } from './stage-plays.ts';
export type { ScenarioDeclaration, ScenarioStep } from '#stage';
export type { FaultDeclaration } from '#fault';
export type { EventRequest } from '#schedule';
export { startImds } from './start-imds.ts';
export type { ImdsOptions } from './start-imds.ts';
