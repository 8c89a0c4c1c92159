import type { ImdsInstance } from './imds-configuration.ts';

/** One instance of a running service. */
export interface InstanceHandle {
  readonly id: string;
  /** Changes what is said of the instance; settles once the next request sees it. What is not mentioned stays. */
  update(said: Omit<ImdsInstance, 'id'>): Promise<void>;
}
