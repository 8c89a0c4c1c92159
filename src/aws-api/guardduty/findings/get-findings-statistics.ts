import { ok } from '#base';
import type { guardduty } from '#protocol/aws';
import type { ActionOf } from '../../action.ts';
import { detectorPermission, findDetector } from '../detectors/detectors.ts';
import { badRequest } from '../errors.ts';
import { fulfils, invalidCriteria } from './criteria.ts';
import { findingsOf } from './find-findings.ts';
import { findingView } from './finding-view.ts';
import { countBySeverity, groupedFindings } from './group-findings.ts';

const GROUPS_MAX = 100;
const GROUPS_DEFAULT = 25;

/** GuardDuty API Reference, `GetFindingsStatistics`: by severity as before 2024, or grouped. */
export const getFindingsStatistics: ActionOf<'guardduty', 'GetFindingsStatistics'> = {
  validate({ FindingStatisticTypes, GroupBy, FindingCriteria, MaxResults = GROUPS_DEFAULT }) {
    if (FindingStatisticTypes !== undefined && GroupBy !== undefined)
      return badRequest('findingStatisticTypes and groupBy cannot both be given');
    if (FindingStatisticTypes === undefined && GroupBy === undefined)
      return badRequest('neither findingStatisticTypes nor groupBy is given');
    if (!Number.isInteger(MaxResults) || MaxResults < 1 || MaxResults > GROUPS_MAX)
      return badRequest(`maxResults is not from 1 to ${GROUPS_MAX}`);
    return invalidCriteria(FindingCriteria, undefined);
  },
  permissions: ({ DetectorId }, call) => detectorPermission(call, DetectorId),
  async act({ DetectorId, FindingCriteria, GroupBy, OrderBy = 'DESC', MaxResults = GROUPS_DEFAULT }, call) {
    const detector = findDetector(call, DetectorId);
    if (!detector.ok) return detector;
    const views = (await findingsOf(call, detector.value)).map(findingView);
    const wanted = views.filter((view) => fulfils(view, FindingCriteria));
    const FindingStatistics: guardduty.FindingStatistics =
      GroupBy === undefined
        ? { CountBySeverity: countBySeverity(wanted) }
        : groupedFindings(wanted, { by: GroupBy, order: OrderBy, max: MaxResults });
    return ok({ FindingStatistics });
  },
};
