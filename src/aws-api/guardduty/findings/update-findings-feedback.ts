import type { ActionOf } from '../../action.ts';
import { detectorPermission } from '../detectors/detectors.ts';
import { changeFindings, invalidFindingIds } from './change-findings.ts';

/** GuardDuty API Reference, `UpdateFindingsFeedback`. Comments are not kept: nobody reads them here. */
export const updateFindingsFeedback: ActionOf<'guardduty', 'UpdateFindingsFeedback'> = {
  validate: invalidFindingIds,
  permissions: ({ DetectorId }, call) => detectorPermission(call, DetectorId),
  act: ({ DetectorId, FindingIds, Feedback }, call) =>
    changeFindings(call, DetectorId, FindingIds, (finding) => ({ ...finding, feedback: Feedback })),
};
