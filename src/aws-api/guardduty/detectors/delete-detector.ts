import { ok } from '#base';
import type { ActionOf } from '../../action.ts';
import { changeDetector, detectorPermission } from './detectors.ts';

/** GuardDuty API Reference, `DeleteDetector`: its findings go as well, with the next sweep, and are not seen before that. */
export const deleteDetector: ActionOf<'guardduty', 'DeleteDetector'> = {
  permissions: ({ DetectorId }, call) => detectorPermission(call, DetectorId),
  async act({ DetectorId }, call) {
    const changed = await changeDetector(call, DetectorId, (detector) => ({ ...detector, status: 'deleted' }));
    return changed.ok ? ok({}) : changed;
  },
};
