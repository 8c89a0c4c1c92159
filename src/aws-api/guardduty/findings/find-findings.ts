import { settle } from '#findings';
import type { Detector, Finding } from '#model';
import type { Call } from '../../action.ts';

/** The findings of a detector as they stand now, with everything that happened before the call. */
export async function findingsOf(call: Call, detector: Detector): Promise<readonly Finding[]> {
  await call.findings.settled();
  return call.inventory
    .mentioning('finding', `"detectorId":"${detector.id}"`)
    .filter(({ detectorId }) => detectorId === detector.id)
    .map((finding) => settle(finding, call.nowMs, call.findings.quietMs));
}
