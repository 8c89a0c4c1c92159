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
}
