import type { BenchArguments } from '../arguments.ts';
import type { Machine } from '../measure/machine.ts';

/** What every part is given. */
export interface Bench {
  readonly args: BenchArguments;
  readonly machine: Machine;
  /** A folder for what is made on the way, gone afterwards. */
  readonly folder: string;
  /** Tells on stderr how far things are. */
  readonly progress: (text: string) => void;
}
