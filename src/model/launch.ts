import type { InstanceId } from './ids.ts';
import type { InstanceDeclaration } from './instance-declaration.ts';

/** What the instances of one launch have in common. */
export type LaunchedAlike = Omit<
  InstanceDeclaration,
  'id' | 'amiLaunchIndex' | 'networkInterfaces' | 'instanceProfile' | 'attachments'
>;

/** What one instance of a launch has for itself. */
export type LaunchedApart = Pick<InstanceDeclaration, 'id' | 'networkInterfaces' | 'instanceProfile' | 'attachments'>;

/** A launch as it was decided, before its instances are made. */
export interface LaunchPlan {
  readonly alike: LaunchedAlike;
  /** In the order of their launch index. */
  readonly instances: readonly LaunchedApart[];
}

/** A launch that was asked for with a client token, kept so that asking again launches nothing more. */
export interface Launch {
  readonly accountId: string;
  readonly region: string;
  readonly clientToken: string;
  /** SHA-256 of what was asked for, in base64url. */
  readonly digest: string;
  readonly launchedAtMs: number;
  readonly instanceIds: readonly InstanceId[];
  /** Until all instances have been made; whoever asks again after a crash makes the rest. */
  readonly plan?: LaunchPlan | undefined;
}
