import type { Daemon, DaemonNotice, DaemonSettings, Entry } from '#daemon';
import { fail } from './failure.ts';
import { stopNow, stopOnSignals } from './stop-signals.ts';
import { JsonReporter, TextReporter } from './up-report.ts';
import type { Reporter } from './up-report.ts';

/** Runs the daemon until a signal ends it. A failed start sets the exit code and leaves nothing on stdout. With `events`, what happens is told there. */
export async function up(asked: DaemonSettings, json: boolean, events: boolean): Promise<void> {
  const reporter: Reporter = json ? new JsonReporter() : new TextReporter();
  const settings = events ? { ...asked, tell: (entry: Entry) => reporter.entry(entry) } : asked;
  const running: { daemon?: Daemon } = {};
  const stop = async (): Promise<void> => running.daemon?.close();
  stopOnSignals(stop);
  stopWithTerminal(stop);
  // Loading takes longer than all else here, and a signal may come before it is done.
  const { startDaemon } = await import('#daemon');
  const started = await startDaemon(settings, (notice: DaemonNotice) => {
    reporter.notice(notice);
    if (notice.kind === 'failed') stopNow(stop, 1);
  });
  if (!started.ok) return fail(started.error.message, started.error.exitCode, 'cannot start');
  const daemon = started.value;
  running.daemon = daemon;
  process.on('SIGHUP', () => void daemon.reload());
  reporter.ready(daemon.ready, settings);
}

/** A reader that has seen enough closes its end, which is no reason to stop; a terminal that is gone is. */
function stopWithTerminal(stop: () => Promise<void>): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EIO') stopNow(stop);
      else if (error.code !== 'EPIPE') throw error;
    });
}
