import type { Octets } from '#base';
import type { Features } from '#metadata';
import type { ThrottleLimits } from '#model';
import type { AnswerWriter } from '#protocol/imds';
import type { Replica } from '#registry';
import type { TokenPowers } from '#token';
import type { FaultBoard } from './faults/fault-board.ts';
import type { MaterialSource } from './materials.ts';
import type { CallersParts } from './observation/callers.ts';

/** Everything the engine works with. */
export interface EngineParts extends CallersParts {
  readonly replica: Replica;
  readonly tokens: TokenPowers;
  readonly materials: MaterialSource;
  readonly features: Features;
  /** Routers of the operator's own between here and every instance, 0 to 63: token answers travel so much further. */
  readonly hopDistance: number;
  /** What instances may ask for that have no limits of their own. */
  readonly throttle: ThrottleLimits;
  readonly writer: AnswerWriter;
  /** A stopwatch, in microseconds. */
  readonly microseconds: () => number;
  /** Memory for input that has to be kept. */
  readonly allocate: (length: number) => Octets;
  /** Absent: no fault ever comes. */
  readonly faults?: FaultBoard;
}
