import type { Result } from '#base';
import type { AdminError } from '../route.ts';

/** One way an instance is recognised, in the form that the configuration file has: `{ netns: 'web' }`. */
export type AttachmentEntry = Readonly<Record<string, string | number>>;

/** What metadata is listened for with. */
export interface ListenersView {
  /** What listens. Keys of proxies are left out. */
  readonly open: readonly object[];
  /** Why what should listen does not; it is tried again every two seconds. */
  readonly unopened: readonly string[];
  /** What several instances claim; the holder has it. */
  readonly conflicts: readonly object[];
}

/** What callers of an instance did not get since the start. */
interface LossesView {
  readonly instanceId: string;
  /** Token answers that a router dropped because their hop limit was used up. */
  readonly hopLimitCutOffs: number;
  /** Token answers with a lowered hop limit that nobody acknowledged. */
  readonly tokensUndelivered: number;
  /** The hop limit that the last of those left with; 0 when there were none. */
  readonly hopLimit: number;
  readonly packetsThrottled: number;
  readonly requestsThrottled: number;
}

/** The attachments of instances, and what comes of them. */
export interface AttachmentsPort {
  /** Those of an instance; fails when there is no such instance. */
  of(instanceId: string): Promise<Result<readonly AttachmentEntry[], AdminError>>;
  /** Puts others in their place, and settles once those are listened for. What is wrong changes nothing. */
  replace(instanceId: string, attach: readonly unknown[]): Promise<Result<readonly AttachmentEntry[], AdminError>>;
  listeners(): ListenersView;
  losses(): readonly LossesView[];
}
