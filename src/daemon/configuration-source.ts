import type { Result } from '#base';
import type { Configuration } from './config/configuration.ts';

/** A configuration made of something else than a configuration file, and what the operator should know of it. */
export interface MadeConfiguration {
  readonly configuration: Configuration;
  readonly notes: readonly string[];
}

/** What makes configurations: when the daemon starts, and whenever it reloads. */
export interface ConfigurationSource {
  /** The file whose changes are followed; undefined: none is. */
  readonly file: string | undefined;
  /** The error is for the operator. */
  load(): Promise<Result<MadeConfiguration, string>>;
}
