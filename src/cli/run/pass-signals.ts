import { closeSync, openSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';

/** A terminal sends these to every process that runs in it, so who has one needs nothing passed on. */
const TERMINAL_SIGNALS = ['SIGINT', 'SIGQUIT'] as const;
const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;

/** Signals meant for a child. */
export interface TakenSignals {
  /** Passes on those that came already, and from here on all. */
  passTo(child: ChildProcess): void;
}

/** Takes signals instead of dying of them. It is to be called before the child is there, which may be sent one at once. */
export function takeSignals(): TakenSignals {
  const waiting: NodeJS.Signals[] = [];
  let deliver = (signal: NodeJS.Signals): unknown => waiting.push(signal);
  for (const signal of SIGNALS) process.on(signal, () => deliver(signal));
  const hasTerminal = onTerminal();
  for (const signal of TERMINAL_SIGNALS) process.on(signal, () => hasTerminal || deliver(signal));
  return {
    passTo(child) {
      deliver = (signal) => child.kill(signal);
      for (const signal of waiting) deliver(signal);
    },
  };
}

function onTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
