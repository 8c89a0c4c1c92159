import type { Daemon } from '#daemon';
import type { HandClock } from './hand-clock.ts';
import type { ImdsConfiguration, ImdsInstance } from './imds-configuration.ts';
import type { InstanceHandle } from './instance-handle.ts';

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
  /** Everything is again as it was started with, but for the time. */
  reset(): Promise<void>;
  /** Stops it. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** What a running service is made of. */
export interface RunningParts {
  readonly daemon: Daemon;
  readonly clock: HandClock;
  readonly configuration: ImdsConfiguration;
  /** Makes `configuration` what is declared, or throws with what is wrong with it. */
  readonly declare: (configuration: ImdsConfiguration) => Promise<void>;
}

/** See `Imds`. */
export class RunningImds implements Imds {
  readonly url: string;
  readonly api: Imds['api'];
  readonly environment: Imds['environment'];
  readonly clock: HandClock;
  readonly #parts: RunningParts;
  #configuration: ImdsConfiguration;

  constructor(parts: RunningParts) {
    const { imds, api, credentials, region } = parts.daemon.ready;
    this.url = imds.url;
    this.api = { url: api.url, region, credentials };
    this.environment = { AWS_EC2_METADATA_SERVICE_ENDPOINT: `${imds.url}/`, AWS_EC2_METADATA_DISABLED: 'false' };
    this.clock = parts.clock;
    this.#parts = parts;
    this.#configuration = parts.configuration;
  }

  instance(id?: string): InstanceHandle {
    const { instances } = this.#parts.daemon.ready;
    const found = id === undefined ? instances[0]?.id : instances.find((instance) => instance.id === id)?.id;
    if (found === undefined) throw new RangeError(`there is no instance ${id ?? ''}; there are ${this.#ids()}`);
    return { id: found, update: (said) => this.#update(found, said) };
  }

  async reset(): Promise<void> {
    await this.#declare(this.#parts.configuration);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.daemon.close();
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
    return this.#parts.daemon.ready.instances.map(({ id }) => id).join(', ');
  }
}

/** Options are said one by one, everything else as a whole. */
function merged(instance: ImdsInstance, said: Omit<ImdsInstance, 'id'>): ImdsInstance {
  return { ...instance, ...said, metadataOptions: { ...instance.metadataOptions, ...said.metadataOptions } };
}
