import { ok } from '#base';
import type { ActionOf } from '../../action.ts';
import { detectorPermission, findDetector } from '../detectors/detectors.ts';
import { invalidFindingIds } from './change-findings.ts';
import { invalidCriteria } from './criteria.ts';
import { findingsOf } from './find-findings.ts';
import { findingView } from './finding-view.ts';
import { sortFindings } from './sort-findings.ts';

/** GuardDuty API Reference, `GetFindings`. */
export const getFindings: ActionOf<'guardduty', 'GetFindings'> = {
  validate: (input) => invalidFindingIds(input) ?? invalidCriteria(undefined, input.SortCriteria),
  permissions: ({ DetectorId }, call) => detectorPermission(call, DetectorId),
  async act({ DetectorId, FindingIds, SortCriteria }, call) {
    const detector = findDetector(call, DetectorId);
    if (!detector.ok) return detector;
    const findings = await findingsOf(call, detector.value);
    const views = findings.filter(({ id }) => FindingIds.includes(id)).map(findingView);
    return ok({ Findings: sortFindings(views, SortCriteria) });
  },
};
