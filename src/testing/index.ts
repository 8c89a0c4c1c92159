// Owns `openimds/testing`: the whole service inside a test's own process, as values and methods.
// Promises free ports, a clock that only the test turns, nothing shared between two of them, and no file left behind.
// Never speaks to a service of another process, and never answers differently from `openimds up`.
export { anInstance, aSpotInstance } from './an-instance.ts';
export type { HandClock } from './hand-clock.ts';
export type { ImdsConfiguration, ImdsInstance } from './imds-configuration.ts';
export type { InstanceHandle } from './instance-handle.ts';
export type { Imds } from './running-imds.ts';
export { startImds } from './start-imds.ts';
export type { ImdsOptions } from './start-imds.ts';
