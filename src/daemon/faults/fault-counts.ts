import type { BookedFault } from '#admin-api';
import type { Fault, FaultCounts } from '#fault';

/** The registry kind of what was counted of a fault, under the fault's id. */
export const FAULT_COUNT_KIND = 'fault-count';

/** What a document of that kind holds. */
interface CountDocument extends FaultCounts {
  /** Tells a fault from another of the same id, made at another time. */
  readonly createdAtMs: number;
}

/** The documents that say what was counted; none of faults that have not met a request. */
export function countWrites(
  booked: readonly BookedFault[],
): readonly { readonly kind: string; readonly id: string; readonly body: string }[] {
  return booked.flatMap(({ fault, counts }) => {
    if (counts.matched === 0) return [];
    const document: CountDocument = { ...counts, createdAtMs: fault.createdAtMs };
    return [{ kind: FAULT_COUNT_KIND, id: fault.id, body: JSON.stringify(document) }];
  });
}

/** What was counted, by id, of those faults that are still the same. */
export function keptCounts(
  bodies: ReadonlyMap<string, string>,
  faults: ReadonlyMap<string, Fault>,
): ReadonlyMap<string, FaultCounts> {
  const counts = [...bodies].flatMap(([id, body]): readonly (readonly [string, FaultCounts])[] => {
    // Only `countWrites` writes these.
    const { createdAtMs, matched, hits } = JSON.parse(body) as CountDocument;
    return faults.get(id)?.createdAtMs === createdAtMs ? [[id, { matched, hits }]] : [];
  });
  return new Map(counts);
}
