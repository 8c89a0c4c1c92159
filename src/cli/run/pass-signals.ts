import { openSync, closeSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';

/** A terminal sends these to every process that runs in it, so who has one needs nothing passed on. */
const TERMINAL_SIGNALS = ['SIGINT', 'SIGQUIT'] as const;
const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;

/** Passes signals on to a child instead of dying of them. */
export function passSignals(child: ChildProcess): void {
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  const hasTerminal = onTerminal();
  for (const signal of TERMINAL_SIGNALS) process.on(signal, () => hasTerminal || child.kill(signal));
}

function onTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
