import { ok } from '#base';
import type { Result } from '#base';
import { handOver, recordingSource, startDaemon } from '#daemon';
import type { DaemonNotice, DaemonSettings, StartFailure } from '#daemon';

/** Who serves the sockets of an instance. */
export interface InstanceServer {
  readonly instanceId: string;
  /** Settles when there is nobody any more who serves them. */
  readonly ended: Promise<unknown>;
  close(): Promise<void>;
}

/** Which instance, and who is to serve it. */
export interface ServeRequest {
  /** Undefined: the first. */
  readonly instanceId: string | undefined;
  /** The state of a daemon that may be running. Undefined: it is no use looking. */
  readonly runningState: string | undefined;
  /** A recording that takes the place of a configuration. */
  readonly recording: string | undefined;
  /** What an own daemon is started with where none is running. */
  readonly own: DaemonSettings;
  readonly notice: (notice: DaemonNotice) => void;
}

/** Has sockets served by the daemon that runs, or by one of this process that ends with it. */
export async function serveInstance(
  sockets: readonly number[],
  request: ServeRequest,
): Promise<Result<InstanceServer, StartFailure>> {
  const { instanceId, runningState } = request;
  if (runningState !== undefined) {
    const handed = await handOver(runningState, sockets, instanceId === undefined ? {} : { instanceId });
    if (handed.ok) return ok({ ...handed.value, close: () => Promise.resolve(handed.value.close()) });
    if (handed.error.kind === 'refused') return { ok: false, error: { exitCode: 1, message: handed.error.message } };
  }
  return serveByOwn(sockets, request);
}

async function serveByOwn(
  sockets: readonly number[],
  { own, recording, instanceId, notice }: ServeRequest,
): Promise<Result<InstanceServer, StartFailure>> {
  const failed = Promise.withResolvers<void>();
  // Its instance is the one that is served, whatever it is attached to.
  const source = recording === undefined ? {} : { config: recording, source: recordingSource(recording, () => []) };
  const started = await startDaemon({ ...own, ...source }, (told) =>
    told.kind === 'failed' ? failed.resolve() : notice(told),
  );
  if (!started.ok) return started;
  const daemon = started.value;
  const served = await daemon.serve(sockets, instanceId);
  if (served.ok) return ok({ instanceId: served.value.instanceId, ended: failed.promise, close: () => daemon.close() });
  await daemon.close();
  return { ok: false, error: { exitCode: 1, message: served.error } };
}
