import { err, ok } from '#base';
import type { Result } from '#base';
import type { Finding } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../../action.ts';
import { findDetector } from '../detectors/detectors.ts';
import { badRequest } from '../errors.ts';

/** Findings that one call may name. */
export const IDS_MAX = 50;

/** What is wrong with a list of findings. */
export function invalidFindingIds({ FindingIds }: { readonly FindingIds: readonly string[] }): ApiError | undefined {
  return FindingIds.length > IDS_MAX ? badRequest(`findingIds names more than ${IDS_MAX} findings`) : undefined;
}

/** Makes of findings what `update` says, one after the other; those that are not there are passed over, as GuardDuty does. */
export async function changeFindings(
  call: Call,
  detectorId: string,
  findingIds: readonly string[],
  update: (finding: Finding) => Finding,
): Promise<Result<Record<string, never>, ApiError>> {
  const detector = findDetector(call, detectorId);
  if (!detector.ok) return detector;
  await call.findings.settled();
  for (const id of findingIds) {
    const changed = await call.inventory.change('finding', id, (present) =>
      present === undefined || present.detectorId !== detectorId
        ? ok(present)
        : ok({ ...update(present), updatedAtMs: Math.max(present.updatedAtMs, call.nowMs) }),
    );
    if (!changed.ok) return err(changed.error);
  }
  return ok({});
}
