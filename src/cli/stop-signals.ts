/** How long a stop may take before the process ends without it. */
const STOP_DEADLINE_MS = 900;

/** Ctrl-C reaches this process from the terminal and again through whoever started it; that is one signal. */
const SAME_SIGNAL_MS = 100;

const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const;

/** Stops cleanly and exits with 0 on the first SIGINT or SIGTERM; a second one exits at once. */
export function stopOnSignals(stop: () => Promise<void>): void {
  let firstAtMs: number | undefined;
  const receive = (number: number): void => {
    const nowMs = performance.now();
    if (firstAtMs === undefined) {
      firstAtMs = nowMs;
      stopNow(stop);
    } else if (nowMs - firstAtMs > SAME_SIGNAL_MS) process.exit(128 + number);
  };
  for (const [name, number] of Object.entries(SIGNALS)) process.on(name, () => receive(number));
}

/** Stops and exits with `exitCode`, or with 1 when stopping went wrong. */
export function stopNow(stop: () => Promise<void>, exitCode: 0 | 1 = 0): void {
  setTimeout(() => process.exit(exitCode), STOP_DEADLINE_MS).unref();
  stop().then(
    () => process.exit(exitCode),
    (error: unknown) => {
      process.stderr.write(`openimds: stopping failed: ${error instanceof Error ? error.message : 'unknown reason'}\n`);
      process.exit(1);
    },
  );
}
