import type { Change, Registry } from './registry.ts';

/**
 * Hands `apply` everything `registry` holds and from then on every change, leaving none out; some may be told twice. The
 * promise is fulfilled, with a call that stops it, once everything there was has been handed over; it is rejected if
 * reading fails.
 */
export async function follow(registry: Registry, apply: (changes: readonly Change[]) => void): Promise<() => void> {
  const early: (readonly Change[])[] = [];
  let deliver = (changes: readonly Change[]): void => void early.push(changes);
  // Watching begins before reading, so that a commit made in between is in one of the two.
  const stop = registry.watch((changes) => deliver(changes));
  try {
    apply(await registry.read(0));
    for (const changes of early) apply(changes);
  } catch (error) {
    stop();
    throw error;
  }
  deliver = apply;
  return stop;
}
