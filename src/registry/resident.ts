import type { Instance, ThrottleLimits } from '#model';

/**
 * One instance as the data plane holds it. When its document changes another `Resident` takes its place, so whatever was
 * derived from this one may be kept with it.
 */
export interface Resident {
  readonly id: string;
  /** Completed when first asked for, and again after the replica has had to forget it. */
  readonly instance: Instance;
  /** What it may ask for, as far as that was said of this instance. */
  readonly throttle: ThrottleLimits | undefined;
  /** The reader's own cache, such as rendered answers. Undefined at first and whenever the replica forgets `instance`. */
  memo: unknown;
  /** False once it has been replaced or removed: who holds on to it for long must identify again. */
  readonly current: boolean;
}
