import { formatDuration } from '#base';
import { play, VirtualPace } from '#scenario';
import type { Progress } from '#scenario';
import { loadScenario, readDeclared } from '#stage';
import type { OwnService, ScenarioDeclaration } from '#stage';

/** How a scenario is played. */
export interface PlayOptions {
  /** Time passes by itself, as soon as everybody in the scenario waits, until its end. False unless told: the test turns the clock. */
  readonly virtual?: boolean;
  /** Faults, options and events stay as they are at the end. */
  readonly keep?: boolean;
  /** So many times as fast, from 0.01 to 1000; 1 unless told. */
  readonly speed?: number;
}

/** A scenario that was played to its end, all as it expects. */
export interface PlayedScenario {
  /** Each step, met expectation and count; times in milliseconds since its beginning. */
  readonly progress: readonly Progress[];
  /** What `traffic` and `bootStorm` counted, by their names and then by how requests or boots ended. */
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** The scenarios that are being played on one service. */
export class StagePlays {
  readonly #own: OwnService;
  readonly #underWay = new Map<VirtualPace, Promise<unknown>>();

  constructor(own: OwnService) {
    this.#own = own;
  }

  /** Begins at once: from the call on time passes only as the scenario, too, goes on. */
  play(scenario: string | ScenarioDeclaration, options: PlayOptions): Promise<PlayedScenario> {
    const { time } = this.#own;
    const pace = new VirtualPace(time);
    time.begin();
    const stop = options.virtual === true ? time.flow() : undefined;
    const played = this.#play(scenario, pace, options).finally(() => {
      stop?.();
      this.#underWay.delete(pace);
    });
    this.#underWay.set(pace, played);
    return played;
  }

  /** Breaks off what is being played; settled once everything is put back. */
  async breakOff(): Promise<void> {
    if (this.#underWay.size === 0) return;
    for (const pace of this.#underWay.keys()) pace.interrupt();
    // A client may be waiting for an answer that is held back.
    const stop = this.#own.time.flow();
    await Promise.allSettled(this.#underWay.values());
    stop();
  }

  async #play(said: string | ScenarioDeclaration, pace: VirtualPace, options: PlayOptions): Promise<PlayedScenario> {
    const progress: Progress[] = [];
    const playing = await this.#begin(said, pace, options, (step) => progress.push(step));
    const outcome = await playing.outcome;
    if (outcome === 'interrupted') throw new Error(`the scenario "${playing.name}" was broken off`);
    const failures = progress.flatMap((step) => (step.kind === 'failed' ? [failureText(step)] : []));
    if (failures.length > 0)
      throw new Error(`the scenario "${playing.name}" did not go as it expects:\n${failures.join('\n')}`);
    const counts = progress.flatMap((step) => (step.kind === 'counted' ? [[step.name, step.counts] as const] : []));
    return { progress, counts: Object.fromEntries(counts) };
  }

  /** Time stands still until the first step has begun. */
  async #begin(
    said: string | ScenarioDeclaration,
    pace: VirtualPace,
    { keep = false, speed = 1 }: PlayOptions,
    report: (progress: Progress) => void,
  ): Promise<{ readonly name: string; readonly outcome: ReturnType<typeof play> }> {
    const { time, service } = this.#own;
    try {
      if (!(speed >= 0.01 && speed <= 1000)) throw new RangeError('expected a speed from 0.01 to 1000');
      const scenario = await (typeof said === 'string' ? loadScenario(said, speed) : readDeclared(said, speed));
      if (!scenario.ok) throw new Error(scenario.error);
      return { name: scenario.value.name, outcome: play(scenario.value, { service, pace, report, keep }) };
    } finally {
      time.rest();
    }
  }
}

function failureText({ atMs, text, reason }: Extract<Progress, { kind: 'failed' }>): string {
  return `after ${formatDuration(atMs)}: ${text}: ${reason}`;
}
