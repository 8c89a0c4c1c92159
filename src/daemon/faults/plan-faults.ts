import { createHash } from 'node:crypto';
import { problemText, readFault } from '#fault';
import type { Fault } from '#fault';

/** A fault as a configuration declares it, checked. */
export interface DeclaredFault {
  readonly id: string;
  readonly declaration: Readonly<Record<string, unknown>>;
}

/** What has to become of the faults. */
export interface FaultPlan {
  readonly write: readonly Fault[];
  readonly remove: readonly string[];
}

/**
 * What makes `kept` agree with `declared`. What is declared as it was is left alone, spent or not; what is new or declared
 * otherwise begins now; what is no longer declared goes; what never was declared stays.
 */
export function planFaults(kept: readonly Fault[], declared: readonly DeclaredFault[], nowMs: number): FaultPlan {
  const before = new Map(kept.map((fault) => [fault.id, fault.declaredDigest]));
  const ids = new Set(declared.map(({ id }) => id));
  const fresh = declared
    .map((fault) => ({ ...fault, digest: digestOf(fault) }))
    .filter(({ id, digest }) => before.get(id) !== digest);
  return {
    write: fresh.map((fault) => begin(fault, nowMs)),
    remove: kept.filter(({ id, declaredDigest }) => declaredDigest !== undefined && !ids.has(id)).map(({ id }) => id),
  };
}

function begin({ id, declaration, digest }: DeclaredFault & { readonly digest: string }, nowMs: number): Fault {
  const fault = readFault(declaration, { nowMs, freshId: id });
  // A window that was to come when the file was checked may be over by now: then the fault is spent from the start.
  const late = fault.ok ? fault : readFault({ ...declaration, from: undefined }, { nowMs: 0, freshId: id });
  if (!late.ok) throw new Error(`fault ${id}: ${late.error.map(problemText).join('; ')}`);
  return { ...late.value, createdAtMs: nowMs, declaredDigest: digest };
}

function digestOf({ declaration }: DeclaredFault): string {
  return createHash('sha256').update(JSON.stringify(declaration)).digest('base64url').slice(0, 22);
}
