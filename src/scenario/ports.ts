import type { Result } from '#base';
import type { EventRequest } from '#schedule';
import type { OptionSettings } from './scenario.ts';

/** What a metadata request came to. */
export type MetadataAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'closed' };

/** An instance with its metadata options. */
export interface InstanceOptions {
  readonly id: string;
  readonly options: OptionSettings;
}

/** The service that a scenario is played on. Errors are sentences. */
export interface ScenarioService {
  /** Fires an event and gives its id. */
  fire(request: EventRequest): Promise<Result<string, string>>;
  /** Takes an event back, as far as anything is left of it. */
  cancel(eventId: string): Promise<void>;
  addFault(declaration: Readonly<Record<string, unknown>>): Promise<Result<void, string>>;
  removeFault(id: string): Promise<Result<void, string>>;
  /** The instances that are not terminated. */
  instances(): Promise<Result<readonly InstanceOptions[], string>>;
  setOptions(instanceId: string, settings: OptionSettings): Promise<Result<void, string>>;
  /** Asks for metadata. Never rejects. */
  ask(method: 'GET' | 'PUT', path: string, headers: Readonly<Record<string, string>>): Promise<MetadataAnswer>;
}

/** How time passes. Whatever waits for it has to be begun by `run`. */
export interface Pace {
  /** Milliseconds since the beginning. */
  now(): number;
  /** Settled at this time, or at once after an interruption. */
  until(atMs: number): Promise<void>;
  run<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Begins several, and is settled when all are done: the way for what `run` began to wait for others. */
  besides(works: readonly (() => Promise<void>)[]): Promise<void>;
  /** Whether somebody wants it to end. */
  readonly isInterrupted: boolean;
}

/** Something that happened in a scenario; times are milliseconds since its beginning. */
export type Progress =
  | { readonly kind: 'begin'; readonly name: string; readonly steps: number }
  | { readonly kind: 'step'; readonly atMs: number; readonly text: string }
  | { readonly kind: 'failed'; readonly atMs: number; readonly text: string; readonly reason: string }
  | { readonly kind: 'met'; readonly atMs: number; readonly text: string }
  | {
      readonly kind: 'counted';
      readonly atMs: number;
      readonly name: string;
      /** By status, or how else requests or boots ended. */
      readonly counts: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'cleaned'; readonly atMs: number; readonly text: string }
  | { readonly kind: 'end'; readonly atMs: number; readonly outcome: Outcome; readonly failures: number };

/** How a scenario ended. */
export type Outcome = 'passed' | 'failed' | 'interrupted';
