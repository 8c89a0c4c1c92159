import type { Report } from '#document';
import { FAULT_KEYS, FAULT_LIMITS, readFault } from '#fault';
import * as z from 'zod';
import type { DeclaredFault } from '../faults/plan-faults.ts';

const fault = z.strictObject(Object.fromEntries(FAULT_KEYS.map((key) => [key, z.unknown().exactOptional()])));

/** `faults`, but for what stands behind their keys: `readFaults` checks that. */
export const faultsSchema = z.array(fault).max(FAULT_LIMITS.unspent);

/** Checks the faults of the file. One without an id is known by its place. */
export function readFaults(shapes: z.infer<typeof faultsSchema>, report: Report): readonly DeclaredFault[] {
  const seen = new Set<string>();
  return shapes.flatMap((declaration, position) => {
    // When it begins is not known before it is taken over, and here it does not matter.
    const read = readFault(declaration, { nowMs: 0, freshId: `declared-${position + 1}` });
    if (!read.ok) {
      for (const { path, message } of read.error) report(['faults', position, ...path], message);
      return [];
    }
    const { id } = read.value;
    if (seen.has(id)) report(['faults', position, 'id'], `another fault has the id "${id}" already`);
    seen.add(id);
    return [{ id, declaration }];
  });
}
