import type { ActionOf } from '../../action.ts';
import { detectorPermission } from '../detectors/detectors.ts';
import { changeFindings, invalidFindingIds } from './change-findings.ts';

/** GuardDuty API Reference, `ArchiveFindings`. */
export const archiveFindings: ActionOf<'guardduty', 'ArchiveFindings'> = {
  validate: invalidFindingIds,
  permissions: ({ DetectorId }, call) => detectorPermission(call, DetectorId),
  act: ({ DetectorId, FindingIds }, call) =>
    changeFindings(call, DetectorId, FindingIds, (finding) => ({ ...finding, archived: true })),
};
