import type { Result } from '#base';
import type { SessionKeys } from '#credentials';
import type { Platform } from '#host';
import type { ApiError, Operations, ServiceName } from '#protocol/aws';
import type { Telemetry } from '#telemetry';
import type { Caller } from './authenticate/caller.ts';
import type { Permission } from './authorize/permission.ts';
import type { PolicyShelf } from './authorize/policy-shelf.ts';
import type { FindingKeeper } from './guardduty/keeper/finding-keeper.ts';
import type { Inventory } from './inventory/inventory.ts';
import type { ProviderKeys } from './sts/web-identity/provider-keys.ts';

/** What was observed of metadata requests and API calls, and the history of alarms. */
export type Observed = Pick<Telemetry, 'samples' | 'instances' | 'ranSince' | 'records' | 'recordAlarm'>;

/** Does what an alarm says is to be done, to whatever the action names; an error says why that was not possible. */
export type AlarmAct = (action: string, message: object) => Promise<Result<undefined, string>>;

/** What an action has to work with. */
export interface Call {
  readonly caller: Caller;
  /** The account the call is made in. */
  readonly accountId: string;
  /** The Region the call is made in: the one it was signed for. */
  readonly region: string;
  readonly requestId: string;
  /** IP address of the client. */
  readonly sourceAddress: string;
  readonly userAgent: string;
  /** When the call came in, in milliseconds since the epoch. */
  readonly nowMs: number;
  /** Everything that is kept, and the way to change it. */
  readonly inventory: Inventory;
  readonly platform: Platform;
  readonly sessionKeys: () => SessionKeys;
  /** The highest registry revision that the data plane has acknowledged. */
  readonly appliedRevision: () => number;
  readonly shelf: PolicyShelf;
  readonly providerKeys: ProviderKeys;
  readonly observed: Observed;
  /** Settled once every metadata request that was answered before is counted in what was observed. */
  readonly upToDate: () => Promise<void>;
  readonly alarmAct: AlarmAct;
  /** Told of what nobody expected and no client waits for. */
  readonly unexpected: (error: unknown) => void;
  readonly findings: Pick<FindingKeeper, 'settled' | 'quietMs' | 'use'>;
}

/** One operation of a service. Everything but what it does has been seen to when `act` is called. */
export interface Action<Input, Output> {
  /** What is wrong with the input beyond its types, found without looking anything up. Told before permission is asked. */
  readonly validate?: (input: Input, call: Call) => ApiError | undefined;
  /** What permission is needed for: the action itself on `*` unless told. */
  readonly permissions?: (input: Input, call: Call) => readonly Permission[];
  /** Does it. Permission has been given; what cannot be done is an error in the service's own code. */
  readonly act: (input: Input, call: Call) => Result<Output, ApiError> | Promise<Result<Output, ApiError>>;
}

/** The type of an operation's action, from the generated map of operations. */
export type ActionOf<
  Name extends ServiceName,
  Operation extends keyof Operations[Name],
> = Operations[Name][Operation] extends { readonly input: infer Input; readonly output: infer Output }
  ? Action<Input, Output>
  : never;

/** The actions of a service by operation. */
export type ActionsOf<Name extends ServiceName> = {
  readonly [Operation in keyof Operations[Name]]?: ActionOf<Name, Operation>;
};
