import { ok } from '#base';
import { FINDING_TYPES, parseFindingType, sampleFinding } from '#findings';
import type { ActionOf } from '../../action.ts';
import { detectorPermission, findDetector } from '../detectors/detectors.ts';
import { badRequest } from '../errors.ts';
import { findingId } from './finding-id.ts';

/** GuardDuty API Reference, `CreateSampleFindings`: one of each type, of those that there are here. */
export const createSampleFindings: ActionOf<'guardduty', 'CreateSampleFindings'> = {
  validate({ FindingTypes = [] }) {
    const unknown = FindingTypes.find((type) => parseFindingType(type) === undefined);
    return unknown === undefined
      ? undefined
      : badRequest(`${unknown.slice(0, 100)} is no type of finding here; there are ${FINDING_TYPES.join(', ')}`);
  },
  permissions: ({ DetectorId }, call) => detectorPermission(call, DetectorId),
  async act({ DetectorId, FindingTypes }, call) {
    const detector = findDetector(call, DetectorId);
    if (!detector.ok) return detector;
    const { accountId, region, nowMs } = call;
    const wanted = FindingTypes?.flatMap((type) => parseFindingType(type) ?? []) ?? [];
    for (const type of wanted.length === 0 ? FINDING_TYPES : wanted) {
      const id = findingId(call.platform.crypto, DetectorId, { type, instanceId: 'i-99999999', about: 'sample' });
      const place = { id, detectorId: DetectorId, accountId, region };
      const changed = await call.inventory.change('finding', id, (present) => {
        const sample = sampleFinding(type, place, nowMs);
        return ok(
          present === undefined ? sample : { ...sample, createdAtMs: present.createdAtMs, count: present.count + 1 },
        );
      });
      if (!changed.ok) return changed;
    }
    return ok({});
  },
};
