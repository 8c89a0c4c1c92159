/** Which resources an experiment is for (AWS FIS API Reference, `ExperimentTemplateTarget`). */
export interface ExperimentTarget {
  readonly resourceType: string;
  readonly resourceArns?: readonly string[] | undefined;
  readonly resourceTags?: Readonly<Record<string, string>> | undefined;
  readonly filters?: readonly { readonly path: string; readonly values: readonly string[] }[] | undefined;
  /** `ALL`, `COUNT(n)` or `PERCENT(n)`. */
  readonly selectionMode: string;
}

/** One thing an experiment does (AWS FIS API Reference, `ExperimentTemplateAction`). */
export interface ExperimentAction {
  readonly actionId: string;
  readonly description?: string | undefined;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  /** The name of a target by the kind the action calls it. */
  readonly targets?: Readonly<Record<string, string>> | undefined;
  /** Names of the actions that must be over before. */
  readonly startAfter?: readonly string[] | undefined;
}

/** What experiments are started from. */
export interface ExperimentTemplate {
  /** `EXT…` */
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly description: string;
  readonly roleArn: string;
  readonly targets: Readonly<Record<string, ExperimentTarget>>;
  readonly actions: Readonly<Record<string, ExperimentAction>>;
  readonly stopConditions: readonly { readonly source: string; readonly value?: string | undefined }[];
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
}

/** When an action of a started experiment begins and ends, in milliseconds since the epoch, and the event that it is. */
export interface PlannedAction {
  readonly startMs: number;
  readonly endMs: number;
  /** Undefined for one that only waits. */
  readonly eventId?: string | undefined;
}

/** An experiment that was started. */
export interface Experiment {
  /** `EXP…` */
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  /** As it was when the experiment was started. */
  readonly template: ExperimentTemplate;
  readonly tags: Readonly<Record<string, string>>;
  readonly startedAtMs: number;
  /** By the name of the action; empty if the experiment failed at its beginning. */
  readonly planned: Readonly<Record<string, PlannedAction>>;
  /** Why it failed. */
  readonly failure?: string | undefined;
  readonly stoppedAtMs?: number | undefined;
}
