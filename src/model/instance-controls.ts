import type { Tags } from './iam.ts';

/** What was asked of the volume behind one device. What is absent is as EC2 has it by default. */
export interface VolumeSettings {
  readonly sizeGib?: number | undefined;
  readonly type?: 'gp2' | 'gp3' | 'io1' | 'io2' | 'sc1' | 'st1' | 'standard' | undefined;
  readonly iops?: number | undefined;
  readonly throughputMibps?: number | undefined;
  readonly encrypted?: boolean | undefined;
  readonly kmsKeyId?: string | undefined;
  readonly snapshotId?: string | undefined;
  /** True unless told. */
  readonly deleteOnTermination?: boolean | undefined;
  readonly tags?: Tags | undefined;
  /** The last one, by `ModifyVolume`. */
  readonly modification?: VolumeModification | undefined;
}

/** How a volume was before it was modified, and when that was. */
interface VolumeModification {
  readonly atMs: number;
  readonly original: Pick<VolumeSettings, 'sizeGib' | 'type' | 'iops' | 'throughputMibps'>;
}

/** What was asked of one network interface, and metadata shows nothing of. */
export interface InterfaceSettings {
  readonly description?: string | undefined;
  /** True unless told; of the primary one the instance's own setting counts. */
  readonly sourceDestCheck?: boolean | undefined;
  /** True unless told. */
  readonly deleteOnTermination?: boolean | undefined;
  readonly tags?: Tags | undefined;
}

/** Why an instance was stopped or terminated (EC2 API Reference, `StateReason`). */
export type StateReasonCode =
  | 'Client.UserInitiatedShutdown'
  | 'Client.UserInitiatedHibernate'
  | 'Server.ScheduledStop'
  | 'Server.SpotInstanceShutdown'
  | 'Server.SpotInstanceTermination';

/** What EC2 keeps of an instance for its API alone: metadata shows none of it. What is absent is as EC2 has it by default. */
export interface InstanceControls {
  /** Of the launch. */
  readonly clientToken?: string | undefined;
  /** TerminateInstances is refused. */
  readonly disableApiTermination?: boolean | undefined;
  /** StopInstances is refused. */
  readonly disableApiStop?: boolean | undefined;
  /** What a shutdown from within does; `stop` unless told. */
  readonly instanceInitiatedShutdownBehavior?: 'stop' | 'terminate' | undefined;
  readonly ebsOptimized?: boolean | undefined;
  /** True unless told. */
  readonly sourceDestCheck?: boolean | undefined;
  /** Of a burstable type; as its family has it unless told. */
  readonly cpuCredits?: 'standard' | 'unlimited' | undefined;
  /** By device name; nothing where nothing was asked. */
  readonly volumes?: Readonly<Record<string, VolumeSettings>> | undefined;
  /** By device number; nothing where nothing was asked. */
  readonly interfaces?: Readonly<Record<string, InterfaceSettings>> | undefined;
  /** What becomes of it when its host fails or has to reboot. */
  readonly maintenance?:
    | {
        readonly autoRecovery?: 'default' | 'disabled' | undefined;
        readonly rebootMigration?: 'default' | 'disabled' | undefined;
      }
    | undefined;
  /** Of its last shutdown; `Client.UserInitiatedShutdown` unless told. */
  readonly stateReason?: StateReasonCode | undefined;
}
