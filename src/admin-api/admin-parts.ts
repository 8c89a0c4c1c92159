import type { Clock } from '#base';
import type { Replica } from '#registry';

/** What routes work with: each a port that the daemon fills. */
export interface AdminParts {
  readonly clock: Clock;
  /** The version of openimds. */
  readonly version: string;
  /** The instances as the data plane has them. */
  readonly replica: Replica;
}
