import type { Clock } from '#base';
import type { Finding } from '#model';
import type { Replica } from '#registry';
import type { FaultBook } from './faults/fault-book.ts';
import type { AttachmentsPort } from './attachments/attachments-port.ts';
import type { Telemetry, Totals } from '#telemetry';
import type { InstanceEvents } from './events/instance-events.ts';

/** What routes work with: each a port that the daemon fills. */
export interface AdminParts {
  readonly clock: Clock;
  /** The version of openimds. */
  readonly version: string;
  /** The instances as the data plane has them. */
  readonly replica: Replica;
  readonly faults: FaultBook;
  /** An id that nothing has yet, such as `fault-0123456789ab` for the prefix `fault`. */
  readonly freshId: (prefix: string) => string;
  readonly attachments: AttachmentsPort;
  /** The Region that is looked at where a request names none. */
  readonly region: string;
  /** What was observed of metadata requests. */
  readonly telemetry: Telemetry;
  /** The same, added up since the start. */
  readonly totals: Totals;
  /** Settled once every metadata request that was answered before is counted in both. */
  readonly upToDate: () => Promise<void>;
  readonly events: InstanceEvents;
  /** The findings of an account in all Regions, with everything that happened before. */
  readonly findings: (accountId: string) => Promise<readonly Finding[]>;
}
