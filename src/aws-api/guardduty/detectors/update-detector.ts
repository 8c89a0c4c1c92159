import { ok } from '#base';
import type { Detector } from '#model';
import type { ActionOf } from '../../action.ts';
import { changeDetector, detectorPermission } from './detectors.ts';
import { unofferedPlan } from './features.ts';

/** GuardDuty API Reference, `UpdateDetector`. While it is disabled, nothing becomes a finding. */
export const updateDetector: ActionOf<'guardduty', 'UpdateDetector'> = {
  validate: (input) => unofferedPlan(input),
  permissions: ({ DetectorId }, call) => detectorPermission(call, DetectorId),
  async act({ DetectorId, Enable, FindingPublishingFrequency }, call) {
    await call.findings.settled();
    const changed = await changeDetector(call, DetectorId, (detector) => ({
      ...detector,
      status: statusAfter(detector, Enable),
      publishing: FindingPublishingFrequency ?? detector.publishing,
    }));
    return changed.ok ? ok({}) : changed;
  },
};

function statusAfter({ status }: Detector, enable: boolean | undefined): Detector['status'] {
  if (enable === undefined) return status;
  return enable ? 'enabled' : 'disabled';
}
