import type { FaultDeclaration } from '#fault';
import type { EventRequest } from '#schedule';
import type { OwnService, ScenarioDeclaration } from '#stage';
import { fire } from './event-handle.ts';
import type { EventHandle } from './event-handle.ts';
import { addFault } from './fault-handle.ts';
import type { FaultHandle } from './fault-handle.ts';
import { handClock } from './hand-clock.ts';
import type { HandClock } from './hand-clock.ts';
import type { ImdsConfiguration, ImdsInstance } from './imds-configuration.ts';
import { instanceHandle } from './instance-handle.ts';
import type { InstanceHandle } from './instance-handle.ts';
import { RequestLog } from './request-log.ts';
import type { ReceivedRequest, RequestTest } from './request-log.ts';
import { StagePlays } from './stage-plays.ts';
import type { PlayedScenario, PlayOptions } from './stage-plays.ts';
import { within } from './within.ts';

/** How long `nextRequest` and `heldUp` wait unless told. */
const WAIT_MS = 5000;

/** A metadata service of a test's own. Disposing of it stops it: `await using imds = await startImds()`. */
export interface Imds {
  /** Of the metadata service, without a slash at the end. */
  readonly url: string;
  /** The AWS API beside it, and the root access key of its account. */
  readonly api: {
    readonly url: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** What points AWS SDKs at `url`, for the environment of a process under test. */
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: HandClock;
  /** The first instance, or the one of this id. Throws where there is none. */
  instance(id?: string): InstanceHandle;
  /** Fires an event for one instance, for those with some tags, or for all; see `InstanceHandle` for one at a time. */
  fire(request: EventRequest): Promise<EventHandle>;
  /** Makes the service misbehave from the next request on, for those the declaration selects. */
  fault(said: FaultDeclaration): Promise<FaultHandle>;
  /**
   * Every request that was answered until now and for which `test` holds, oldest first; of those since the start, or the last
   * `reset`, the last 100,000.
   */
  requests(test?: RequestTest): Promise<readonly ReceivedRequest[]>;
  /** The next request for which `test` holds. Rejects when there is none in `timeoutMs` of real time: 5,000 unless told. */
  nextRequest(test?: RequestTest, timeoutMs?: number): Promise<ReceivedRequest>;
  /**
   * Plays a scenario: a ready one by its name, a file, or a value. Its steps are taken as the clock is turned, or by themselves
   * with `virtual`. Resolves at its end, and rejects with all that did not go as it expects. Its `configuration` is left
   * to `startImds`.
   */
  play(scenario: string | ScenarioDeclaration, options?: PlayOptions): Promise<PlayedScenario>;
  /**
   * Settled once so many answers, 1 unless told, are held back by faults: with `faultDelays: 'clock'`, where `clock.advance` lets
   * them go. Rejects when there are not as many in `timeoutMs` of real time: 5,000 unless told.
   */
  heldUp(count?: number, timeoutMs?: number): Promise<void>;
  /**
   * Everything is again as it was started with, but for the time: instances, events, faults, what was made by API, and the
   * requests received so far; scenarios are broken off. Session tokens and credentials that were issued stay good.
   */
  reset(): Promise<void>;
  /** Stops it. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** What a running service is made of. */
export interface RunningParts {
  readonly own: OwnService;
  readonly configuration: ImdsConfiguration;
  /** Makes `configuration` what is declared, or throws with what is wrong with it. */
  readonly declare: (configuration: ImdsConfiguration) => Promise<void>;
  /** The same, and forgets all that was done by other means. */
  readonly restore: (configuration: ImdsConfiguration) => Promise<void>;
}

/** See `Imds`. */
export class RunningImds implements Imds {
  readonly url: string;
  readonly api: Imds['api'];
  readonly environment: Imds['environment'];
  readonly clock: HandClock;
  readonly #parts: RunningParts;
  readonly #log: RequestLog;
  readonly #plays: StagePlays;
  #faults = 0;
  #configuration: ImdsConfiguration;

  constructor(parts: RunningParts) {
    const { imds, api, credentials, region } = parts.own.daemon.ready;
    this.url = imds.url;
    this.api = { url: api.url, region, credentials };
    this.environment = { AWS_EC2_METADATA_SERVICE_ENDPOINT: `${imds.url}/`, AWS_EC2_METADATA_DISABLED: 'false' };
    this.clock = handClock(parts.own.time);
    this.#parts = parts;
    this.#configuration = parts.configuration;
    this.#log = new RequestLog(parts.own.daemon);
    this.#plays = new StagePlays(parts.own);
  }

  instance(id?: string): InstanceHandle {
    const { instances } = this.#parts.own.daemon.ready;
    const found = id === undefined ? instances[0]?.id : instances.find((instance) => instance.id === id)?.id;
    if (found === undefined) throw new RangeError(`there is no instance ${id ?? ''}; there are ${this.#ids()}`);
    return instanceHandle(found, {
      update: (said) => this.#update(found, said),
      fire: (request) => this.fire(request),
      fault: (said) => this.fault(said),
    });
  }

  fire(request: EventRequest): Promise<EventHandle> {
    return fire(this.#parts.own.daemon, request);
  }

  fault(said: FaultDeclaration): Promise<FaultHandle> {
    const times = { nowMs: this.clock.now(), freshId: `fault-${++this.#faults}` };
    return addFault(this.#parts.own.daemon.faults, said, times);
  }

  requests(test?: RequestTest): Promise<readonly ReceivedRequest[]> {
    return this.#log.all(test);
  }

  nextRequest(test: RequestTest = () => true, timeoutMs = WAIT_MS): Promise<ReceivedRequest> {
    return this.#log.next(test, timeoutMs);
  }

  play(scenario: string | ScenarioDeclaration, options: PlayOptions = {}): Promise<PlayedScenario> {
    return this.#plays.play(scenario, options);
  }

  heldUp(count = 1, timeoutMs = WAIT_MS): Promise<void> {
    return within(
      timeoutMs,
      this.#parts.own.heldUp(count),
      `faults held back fewer than ${count} by the clock in ${timeoutMs} ms; is it faultDelays: 'clock'?`,
    );
  }

  async reset(): Promise<void> {
    await this.#plays.breakOff();
    this.#configuration = this.#parts.configuration;
    await this.#parts.restore(this.#configuration);
    await this.#log.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#plays.breakOff();
    this.#log.close();
    await this.#parts.own.daemon.close();
  }

  async #update(id: string, said: Omit<ImdsInstance, 'id'>): Promise<void> {
    const instances = (this.#configuration.instances ?? []).map((each) => (each.id === id ? merged(each, said) : each));
    await this.#declare({ ...this.#configuration, instances });
  }

  async #declare(configuration: ImdsConfiguration): Promise<void> {
    await this.#parts.declare(configuration);
    this.#configuration = configuration;
  }

  #ids(): string {
    return this.#parts.own.daemon.ready.instances.map(({ id }) => id).join(', ');
  }
}

/** Options are said one by one, everything else as a whole. */
function merged(instance: ImdsInstance, said: Omit<ImdsInstance, 'id'>): ImdsInstance {
  return { ...instance, ...said, metadataOptions: { ...instance.metadataOptions, ...said.metadataOptions } };
}
