import type { ImdsEvent } from '#model';
import type { RecordedCall } from '../telemetry.ts';

/** What outputs can be told of: requests that matter, API calls, what alarms do, and findings. */
export type EntryKind = 'request' | 'call' | 'alarm' | 'finding';

/** Something that happened, as it leaves here. */
export interface Entry {
  readonly event: EntryKind;
  /** RFC 3339. */
  readonly time: string;
  readonly [member: string]: unknown;
}

/** A metadata request as an entry. */
export function requestEntry({ timeMs, ...request }: ImdsEvent): Entry {
  return { event: 'request', time: new Date(timeMs).toISOString(), ...request };
}

/** An API call as an entry: who, what, and what came of it; inputs and outputs are CloudTrail's to tell. */
export function callEntry(call: RecordedCall): Entry {
  const { timeMs, input: _input, output: _output, ...told } = call;
  return { event: 'call', time: new Date(timeMs).toISOString(), ...told };
}

/** What an alarm did, as an entry. */
export function alarmEntry(timeMs: number, item: object): Entry {
  return { ...item, event: 'alarm', time: new Date(timeMs).toISOString() };
}
