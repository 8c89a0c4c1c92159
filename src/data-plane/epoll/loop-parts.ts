import type { Clock } from '#base';
import type { Libc } from '#host';
import type { ImdsEngine } from '../engine.ts';
import type { InstanceLosses } from '../losses.ts';
import type { TransportLimits } from '../transport.ts';

/** What a loop works with. */
export interface LoopParts {
  readonly libc: Libc;
  readonly engine: ImdsEngine;
  readonly limits: TransportLimits;
  readonly clock: Clock;
  /** An eventfd somebody writes to when there is something to do besides sockets. */
  readonly wakeFd: number;
  /** Called when `wakeFd` was written to. */
  readonly woken: () => void;
  /** Called when the engine has something to do besides input. */
  readonly due: (nowMs: number) => void;
  /** Told of what callers did not get. */
  readonly lost: (losses: readonly InstanceLosses[]) => void;
  /** True where other loops accept from the same sockets. */
  readonly shared: boolean;
}
