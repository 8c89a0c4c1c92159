import type { ConfigurationInput } from '#daemon';

/** What `openimds.yaml` may say, as a value. */
export type ImdsConfiguration = ConfigurationInput;

/** One entry of `instances`. */
export type ImdsInstance = NonNullable<ImdsConfiguration['instances']>[number];
