import type { ArmedFault, FaultCounter } from './armed-fault.ts';
import type { Fault } from './fault.ts';
import { problemText } from './problem.ts';
import { readFault } from './read-fault.ts';

/** The time at which test faults are made. */
export const NOW = Date.UTC(2026, 10, 22, 12);

/** A fault as declared; throws where it is wrong. */
export function aFault(declared: Readonly<Record<string, unknown>>, nowMs = NOW): Fault {
  const fault = readFault(declared, { nowMs, freshId: 'fault-1' });
  if (!fault.ok) throw new Error(fault.error.map(problemText).join('; '));
  return fault.value;
}

/** What is wrong with a declaration, one line a problem. */
export function problemsOf(declared: unknown): readonly string[] {
  const fault = readFault(declared, { nowMs: NOW, freshId: 'fault-1' });
  return fault.ok ? [] : fault.error.map(problemText);
}

/** A fault with counters of its own. */
export function armed(declared: Readonly<Record<string, unknown>>): ArmedFault & { readonly counter: CountingCounter } {
  return { fault: aFault(declared), counter: new CountingCounter() };
}

class CountingCounter implements FaultCounter {
  matched = 0;
  hits = 0;

  next(): number {
    return this.matched++;
  }

  take(limit: number | undefined): boolean {
    if (limit !== undefined && this.hits >= limit) return false;
    this.hits++;
    return true;
  }
}
